# conformance: needs=stage
# An AF_PACKET socket sees a datagram pass over the loopback interface.
import socket
import struct

with (
    socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(socket.ETH_P_ALL)) as capture,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
):
    capture.bind(("lo", socket.ETH_P_ALL))
    print(capture.getsockname())
    capture.settimeout(5)
    receiver.bind(("127.0.0.1", 0))
    sender.bind(("127.0.0.1", 0))
    ports = sender.getsockname()[1], receiver.getsockname()[1]
    sender.sendto(b"seen in passing", receiver.getsockname())
    seen = 0
    while seen < 2:
        data, address = capture.recvfrom(2000)
        head = (data[0] & 15) * 4
        if data[9] != socket.IPPROTO_UDP or struct.unpack_from("!HH", data, head) != ports:
            continue
        seen += 1
        kind = {socket.PACKET_OUTGOING: "outgoing", socket.PACKET_HOST: "host"}[address[2]]
        print(kind, address[:2], address[3:], data[head + 8:], socket.inet_ntoa(data[12:16]))
    print(receiver.recv(100))

# conformance: needs=stage
# A datagram whose IP header the program itself writes.
import socket
import struct

with (
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
):
    receiver.bind(("127.0.0.1", 0))
    receiver.settimeout(5)
    port = receiver.getsockname()[1]
    payload = b"by hand"
    udp = struct.pack("!HHHH", 9999, port, 8 + len(payload), 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 1, 0, 64, socket.IPPROTO_UDP, 0,
                     socket.inet_aton("127.0.0.9"), socket.inet_aton("127.0.0.1"))
    print(raw.getsockopt(socket.IPPROTO_IP, socket.IP_HDRINCL))
    print(raw.sendto(ip + udp + payload, ("127.0.0.1", 0)))
    print(receiver.recvfrom(100))

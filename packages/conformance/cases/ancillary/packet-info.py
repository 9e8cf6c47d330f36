# conformance: needs=stage
# What the kernel tells of a datagram: the interface and the address it came to, its TTL and its type of service.
import socket

with (
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
):
    receiver.bind(("127.0.0.1", 0))
    for option in (socket.IP_PKTINFO, socket.IP_RECVTTL, socket.IP_RECVTOS):
        receiver.setsockopt(socket.IPPROTO_IP, option, 1)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 33)
    sender.sendto(b"plain", receiver.getsockname())
    data, ancdata, flags, address = receiver.recvmsg(100, 500)
    print(data, ancdata, flags, address == ("127.0.0.1", sender.getsockname()[1]))
    tos = (socket.IPPROTO_IP, socket.IP_TOS, b"\x10")
    ttl = (socket.IPPROTO_IP, socket.IP_TTL, (7).to_bytes(4, "little"))
    sender.sendmsg([b"of ", b"parts"], [tos, ttl], 0, receiver.getsockname())
    print(receiver.recvmsg(100, 500)[:3])

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as s:
    s.bind(("::1", 0))
    for option in (socket.IPV6_RECVPKTINFO, socket.IPV6_RECVHOPLIMIT, socket.IPV6_RECVTCLASS):
        s.setsockopt(socket.IPPROTO_IPV6, option, 1)
    hops = (socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, (5).to_bytes(4, "little"))
    s.sendmsg([b"six"], [hops], 0, s.getsockname())
    data, ancdata, flags, address = s.recvmsg(100, 500)
    print(data, ancdata, flags, address == s.getsockname())

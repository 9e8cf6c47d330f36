# Options of IPv4 and IPv6.
import errno
import socket

with socket.socket() as s:
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 42)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x10)
    print(s.getsockopt(socket.IPPROTO_IP, socket.IP_TTL), s.getsockopt(socket.IPPROTO_IP, socket.IP_TOS))
with socket.socket(socket.AF_INET6) as s:
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 9)
    print(s.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
    print(s.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS))
    s.bind(("::1", 0))
    try:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    except OSError as e:
        print(errno.errorcode[e.errno])

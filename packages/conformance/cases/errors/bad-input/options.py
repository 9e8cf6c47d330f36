# conformance: table
# Options and their values.
import socket

s = socket.socket()


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
s.setsockopt(socket.SOL_SOCKET)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
s.setsockopt("SOL_SOCKET", socket.SO_REUSEADDR, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, "1")
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1.0)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 2**31)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, -(2**31) - 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, b"")
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, "4")
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, -1)
s.setsockopt(socket.SOL_SOCKET, 9999, 1)
s.setsockopt(9999, 1, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_ERROR, 1)
s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1000)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
s.getsockopt(socket.SOL_SOCKET)
s.getsockopt(socket.SOL_SOCKET, "SO_TYPE")
s.getsockopt(socket.SOL_SOCKET, 9999)
s.getsockopt(9999, 1)
s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, -1)
s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 1025)
s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, "4")
""".strip().splitlines():
    show(line)
s.close()

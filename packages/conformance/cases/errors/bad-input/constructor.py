# conformance: table
# What socket.socket() refuses.
import socket


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
socket.socket("AF_INET")
socket.socket(2.0)
socket.socket(None)
socket.socket(socket.AF_INET, "SOCK_STREAM")
socket.socket(socket.AF_INET, socket.SOCK_STREAM, "tcp")
socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, None, None)
socket.socket(family=socket.AF_INET, kind=socket.SOCK_STREAM)
socket.socket(9999)
socket.socket(socket.AF_INET, 9999)
socket.socket(socket.AF_INET, socket.SOCK_STREAM, 9999)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_TCP)
socket.socket(-5)
socket.socket(2**40)
socket.socket(fileno="3")
socket.socket(fileno=1.5)
socket.socket(fileno=-5)
socket.socketpair(socket.AF_INET6, 9999)
socket.socketpair("AF_UNIX")
""".strip().splitlines():
    show(line)

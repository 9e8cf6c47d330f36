# conformance: table normalize=address,port
# Connections that do not come about.
import socket

s = socket.socket()
s.bind(("127.0.0.1", 0))
nobody = s.getsockname()
s.close()
listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(0.05)
busy = listener.getsockname()


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
socket.create_connection(nobody)
socket.create_connection(nobody, timeout=1)
socket.create_connection(nobody, all_errors=True)
socket.create_connection(busy, source_address=("192.0.2.1", 0))
socket.create_connection(busy, timeout=-1)
socket.create_server(busy)
socket.create_server(busy, reuse_port="x", backlog="x")
socket.create_server(("127.0.0.1", 0), family=socket.AF_INET6)
socket.create_server(("127.0.0.1", 0), dualstack_ipv6=True)
socket.create_server(("::1", 0), family=socket.AF_UNIX)
socket.socket().connect(nobody)
socket.socket(type=socket.SOCK_DGRAM).connect(("255.255.255.255", 80))
socket.socket().connect(("224.0.0.1", 80))
socket.socket().getpeername()
socket.socket().accept()
socket.socket().recv(10)
socket.socket().send(b"x")
socket.socket().sendto(b"x", busy)
listener.accept()
listener.recv(1)
listener.connect(busy)
listener.bind(("127.0.0.1", 0))
""".strip().splitlines():
    show(line)
listener.close()

# conformance: table
# Ports that are none.
import socket

tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
tcp.bind(("127.0.0.1", -1))
tcp.bind(("127.0.0.1", 65536))
tcp.connect(("127.0.0.1", 65536))
tcp.connect(("127.0.0.1", 2**40))
tcp.connect(("127.0.0.1", 2**100))
tcp.connect_ex(("127.0.0.1", -1))
tcp.connect(("127.0.0.1", True))
tcp.connect(("127.0.0.1", 0))
udp.sendto(b"x", ("127.0.0.1", 65536))
udp.sendto(b"x", ("127.0.0.1", -1))
udp.sendto(b"x", ("127.0.0.1", 0))
socket.create_connection(("127.0.0.1", 65536))
socket.create_connection(("127.0.0.1", -1))
socket.create_server(("127.0.0.1", 65536))
socket.getnameinfo(("127.0.0.1", -1), 0)
socket.getnameinfo(("127.0.0.1", "http"), 0)
socket.getservbyport(65536)
socket.getservbyport("80")
""".strip().splitlines():
    show(line)
tcp.close()
udp.close()

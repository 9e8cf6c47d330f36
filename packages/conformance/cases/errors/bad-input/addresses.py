# conformance: table
# Addresses of the wrong shape.
import socket

tcp, tcp6, unix = socket.socket(), socket.socket(socket.AF_INET6), socket.socket(socket.AF_UNIX)


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
tcp.bind()
tcp.bind("127.0.0.1", 0)
tcp.bind("127.0.0.1")
tcp.bind(None)
tcp.bind(("127.0.0.1",))
tcp.bind(("127.0.0.1", 0, 0))
tcp.bind(["127.0.0.1", 0])
tcp.bind(("127.0.0.1", "80"))
tcp.bind(("127.0.0.1", 80.0))
tcp.bind(("127.0.0.1", None))
tcp.bind((None, 80))
tcp.bind((127, 80))
tcp.bind((("127.0.0.1",), 80))
tcp.connect(("::1", 80))
tcp6.connect(("127.0.0.1", 80))
tcp6.bind(("::1",))
tcp6.bind(("::1", 0, 0, 0, 0))
tcp6.bind(("::1", 0, -1))
tcp6.bind(("::1", 0, 0x100000))
tcp6.bind(("::1", 0, 0, "lo"))
tcp6.bind(("::1", 0, 0, 2**32))
unix.bind(5)
unix.bind(("a", 1))
unix.connect("x" * 200)
unix.connect("not-there")
unix.bind("folder-that-is-not/there")
""".strip().splitlines():
    show(line)
for s in (tcp, tcp6, unix):
    s.close()

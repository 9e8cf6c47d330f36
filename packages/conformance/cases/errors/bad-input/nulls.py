# conformance: table
# Zero bytes and other text that no host name or path can have.
import socket

tcp, unix = socket.socket(), socket.socket(socket.AF_UNIX)


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
tcp.connect(("127.0.0.1\\0", 80))
tcp.bind(("host\\0name", 80))
tcp.bind((b"host\\0name", 80))
tcp.bind(("\\ud800", 80))
tcp.bind(("a" * 64 + ".invalid", 80))
tcp.bind(("", 99999))
unix.connect("path\\0with zero")
unix.bind(b"")
unix.connect("\\ud800")
socket.gethostbyname("local\\0host")
socket.gethostbyname_ex("local\\0host")
socket.getaddrinfo("local\\0host", 80)
socket.getaddrinfo("127.0.0.1", "ht\\0tp")
socket.getaddrinfo("\\ud800", 80)
socket.getaddrinfo("a" * 64 + ".invalid", 80)
socket.getservbyname("ht\\0tp")
socket.getprotobyname("t\\0cp")
socket.inet_aton("127.0.0.1\\0")
socket.inet_pton(socket.AF_INET, "127.0.0.1\\0")
socket.if_nametoindex("lo\\0")
""".strip().splitlines():
    show(line)
tcp.close()
unix.close()

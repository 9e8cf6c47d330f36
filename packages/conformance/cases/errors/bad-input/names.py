# conformance: table
# What the resolver functions refuse.
import socket


def show(expression):
    try:
        print(expression, "=>", repr(eval(expression)))
    except Exception as e:
        print(expression, "=>", type(e).__name__, e)


for line in """
socket.getaddrinfo()
socket.getaddrinfo("127.0.0.1")
socket.getaddrinfo(127, 80)
socket.getaddrinfo("127.0.0.1", 80.0)
socket.getaddrinfo("127.0.0.1", [80])
socket.getaddrinfo("127.0.0.1", 80, "AF_INET")
socket.getaddrinfo("127.0.0.1", 80, family=socket.AF_INET, kind=1)
socket.getaddrinfo("127.0.0.1", 2**70)
socket.getaddrinfo("no number", 80, flags=socket.AI_NUMERICHOST)
socket.getaddrinfo(b"\\xff\\xfe", 80, flags=socket.AI_NUMERICHOST)
socket.gethostbyname()
socket.gethostbyname(5)
socket.gethostbyname("1.2.3.4.5.6.invalid.")
socket.gethostbyname("not a name")
socket.gethostbyname_ex(None)
socket.gethostbyaddr(5)
socket.gethostbyaddr("not a name")
socket.getnameinfo()
socket.getnameinfo("127.0.0.1", 0)
socket.getnameinfo(("127.0.0.1", 80))
socket.getnameinfo(("127.0.0.1",), 0)
socket.getnameinfo((127, 80), 0)
socket.getnameinfo(("not a name", 80), 0)
socket.getservbyname(80)
socket.getservbyname("http", 6)
socket.getservbyname("")
socket.getprotobyname(6)
socket.getfqdn(5)
socket.create_connection(("not a name", 80))
socket.create_connection("127.0.0.1")
socket.create_connection(("127.0.0.1", 1), timeout="soon")
""".strip().splitlines():
    show(line)

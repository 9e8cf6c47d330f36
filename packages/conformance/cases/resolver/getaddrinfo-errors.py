# conformance: table
# What the resolver says to bad requests, with its own numbers.
import socket

requests = [
    ("not numeric", 80, 0, 0, 0, socket.AI_NUMERICHOST),
    ("127.0.0.1", "no-such-service", 0, socket.SOCK_STREAM, 0, 0),
    ("127.0.0.1", "http", 0, 0, 0, socket.AI_NUMERICSERV),
    ("127.0.0.1", 80, 9999, 0, 0, 0),
    ("127.0.0.1", 80, socket.AF_INET6, 0, 0, socket.AI_NUMERICHOST),
    ("::1", 80, socket.AF_INET, 0, 0, socket.AI_NUMERICHOST),
    ("127.0.0.1", 80, 0, 9999, 0, 0),
    ("127.0.0.1", 80, 0, 0, 0, 0x40000000),
    (None, None, 0, 0, 0, 0),
    ("999.1.1.1", 80, 0, 0, 0, socket.AI_NUMERICHOST),
]
for request in requests:
    try:
        print(request, "=>", socket.getaddrinfo(*request))
    except OSError as e:
        print(request, "=>", type(e).__name__, e.errno, e)
print(sorted((name, getattr(socket, name)) for name in dir(socket) if name.startswith("EAI_")))

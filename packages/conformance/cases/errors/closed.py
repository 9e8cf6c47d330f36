# conformance: table
# Every method of a closed socket.
import errno
import socket

s = socket.socket()
s.close()
calls = {
    "accept": lambda: s.accept(),
    "bind": lambda: s.bind(("127.0.0.1", 0)),
    "close": lambda: s.close(),
    "connect": lambda: s.connect(("127.0.0.1", 1)),
    "connect_ex": lambda: errno.errorcode[s.connect_ex(("127.0.0.1", 1))],
    "detach": lambda: s.detach(),
    "dup": lambda: s.dup(),
    "fileno": lambda: s.fileno(),
    "getpeername": lambda: s.getpeername(),
    "getsockname": lambda: s.getsockname(),
    "getsockopt": lambda: s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
    "gettimeout": lambda: s.gettimeout(),
    "listen": lambda: s.listen(),
    "makefile": lambda: s.makefile().readline(),
    "recv": lambda: s.recv(1),
    "recv_into": lambda: s.recv_into(bytearray(1)),
    "recvfrom": lambda: s.recvfrom(1),
    "send": lambda: s.send(b"x"),
    "sendall": lambda: s.sendall(b"x"),
    "sendall of nothing": lambda: s.sendall(b""),
    "sendto": lambda: s.sendto(b"x", ("127.0.0.1", 1)),
    "setblocking": lambda: s.setblocking(False),
    "setsockopt": lambda: s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    "settimeout": lambda: s.settimeout(1),
    "shutdown": lambda: s.shutdown(socket.SHUT_RDWR),
}
for name, call in calls.items():
    try:
        print(name, "=>", call())
    except OSError as e:
        print(name, "=>", type(e).__name__, errno.errorcode[e.errno], e.strerror)

# conformance: long
# What a file itself says of waiting: its limits, and O_NONBLOCK that was set through another descriptor.
import os
import socket
import struct
import time

LIMIT = struct.pack("@qq", 0, 300_000)


def attempt(name, call):
    start = time.monotonic()
    try:
        result = call()
    except OSError as e:
        result = type(e).__name__
    print(name, result, "at once" if time.monotonic() - start < 0.2 else "later")


a, b = socket.socketpair()
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, LIMIT)
attempt("recv", lambda: a.recv(1))
attempt("recv of all", lambda: a.recv(9, socket.MSG_WAITALL))
attempt("recvmsg", lambda: a.recvmsg(1))
attempt("os.read", lambda: os.read(a.fileno(), 1))
a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, LIMIT)
attempt("sendall", lambda: a.sendall(bytes(5_000_000)))
attempt("send", lambda: a.send(b"x"))
listener = socket.create_server(("127.0.0.1", 0))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, LIMIT)
attempt("accept", listener.accept)
client = socket.create_connection(listener.getsockname())
attempt("accept of one", lambda: listener.accept()[0].recv(0))
a, b = socket.socketpair()
with a.dup() as same:
    same.setblocking(False)
attempt("recv of a file that does not block", lambda: a.recv(1))
print(a.gettimeout(), os.get_blocking(a.fileno()))
listener = socket.create_server(("127.0.0.1", 0))
os.set_blocking(listener.fileno(), False)
attempt("accept of a file that does not block", listener.accept)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
attempt("errors", lambda: udp.recvmsg(10, 100, socket.MSG_ERRQUEUE))
listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(0.3)
attempt("recv of a listener with a time limit", lambda: listener.recv(1))
other = socket.socket()
other.settimeout(0.3)
attempt("recv of no connection, with a time limit", lambda: other.recv(1))

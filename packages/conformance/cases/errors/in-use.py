# An address that somebody has, one that is not ours, and binding twice.
import errno
import socket


def attempt(call, *args):
    try:
        print(call(*args))
    except OSError as e:
        print(type(e).__name__, errno.errorcode[e.errno], e.strerror)


a, b = socket.socket(), socket.socket()
a.bind(("127.0.0.1", 0))
a.listen()
attempt(b.bind, a.getsockname())
attempt(b.bind, ("192.0.2.1", 0))
attempt(b.bind, ("127.0.0.1", 0))
attempt(b.bind, ("127.0.0.1", 0))
attempt(a.connect, b.getsockname())
a.close()
b.close()

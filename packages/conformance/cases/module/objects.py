# conformance: normalize=address,fd
# Sockets as objects: attributes, weak references, equality, the type itself, and one that was never initialised.
import _socket
import gc
import socket
import weakref


def shown(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


s, c = socket.socket(), _socket.socket()
shown(lambda: weakref.ref(s)() is s)
shown(lambda: weakref.ref(c))
shown(lambda: setattr(s, "mark", 1))
shown(lambda: setattr(c, "mark", 1))
shown(lambda: setattr(s, "family", 1))
shown(lambda: delattr(c, "proto"))
shown(lambda: setattr(c, "timeout", 1))
shown(lambda: setattr(_socket.socket, "mark", 1))
shown(lambda: s.__dict__)
shown(lambda: gc.is_tracked(s) and gc.is_tracked(c))
shown(lambda: s == s and s != c and hash(s) == hash(s) and bool(s))
shown(lambda: s < c)
shown(lambda: _socket.socket.__new__(_socket.socket))
shown(lambda: _socket.socket.__new__(_socket.socket).recv(1))
shown(lambda: _socket.socket.__new__(int))
shown(lambda: object.__new__(_socket.socket))
shown(lambda: _socket.socket.recv(1, 2))
shown(lambda: _socket.socket.recv())
shown(lambda: _socket.socket.family.__get__(1))
shown(lambda: _socket.socket.__init__(s, -1, "x"))
shown(lambda: _socket.CAPI)
for value in (s, c):
    value.close()
    shown(lambda: value)

# conformance: normalize=address,fd
# The life of a socket object: one in a cycle is deleted and closed, one that was never made has nothing to close.
import _socket
import gc
import os
import socket


def shown(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class InC(_socket.socket):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.closed_by = None

    def __del__(self):
        print("deleted", self.fileno() >= 0)
        self.close()


in_c = InC()
in_c.itself = in_c
fd = in_c.fileno()
del in_c
shown(lambda: gc.collect() > 0)
shown(lambda: os.fstat(fd))

s = socket.socket()

shown(lambda: _socket.socket.__new__(_socket.socket))
shown(lambda: _socket.socket.__new__(_socket.socket).recv(1))
shown(lambda: _socket.socket.__new__(int))
shown(lambda: object.__new__(_socket.socket))
shown(lambda: type("Both", (_socket.socket, int), {}))
shown(lambda: type("Weak", (_socket.socket,), {"__slots__": ("__weakref__",)})().__weakref__)
shown(lambda: _socket.socket.recv(1, 2))
shown(lambda: _socket.socket.recv())
shown(lambda: _socket.socket.family.__get__(1))
shown(lambda: _socket.socket.__init__(s, -1, "x"))
shown(lambda: _socket.CAPI)
s.close()

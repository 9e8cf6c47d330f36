# conformance: normalize=address,fd
# Classes of one's own: with slots, with a dictionary, over the type in C, and in a cycle that is collected.
import _socket
import gc
import os
import socket


def shown(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class Slotted(socket.socket):
    __slots__ = ("mark",)


class Open(socket.socket):
    pass


class InC(_socket.socket):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.itself = self

    def __del__(self):
        print("deleted", self.fileno() >= 0)
        self.close()


slotted = Slotted()
slotted.mark = "marked"
shown(lambda: slotted.mark)
shown(lambda: setattr(slotted, "other", 1))
slotted.close()
with Open() as opened:
    opened.mark = "open"
    shown(lambda: vars(opened))
    duplicate = opened.dup()
    shown(lambda: type(duplicate).__name__)
    duplicate.close()

fd = InC().fileno()
shown(lambda: gc.collect() > 0)
shown(lambda: os.fstat(fd))
shown(lambda: type("Both", (_socket.socket, int), {}))
shown(lambda: type("Weak", (_socket.socket,), {"__slots__": ("__weakref__",)})().__weakref__)

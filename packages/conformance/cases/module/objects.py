# conformance: normalize=errno,address,fd
# Sockets as objects: classes of one's own, slots, weak references, attributes, garbage collection.
import _socket
import gc
import socket
import weakref


def shown(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class Slotted(socket.socket):
    __slots__ = ("mark",)


class Open(socket.socket):
    pass


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

slotted = Slotted()
slotted.mark = "marked"
shown(lambda: slotted.mark)
shown(lambda: setattr(slotted, "other", 1))
with Open() as opened:
    opened.mark = "open"
    shown(lambda: vars(opened))
    duplicate = opened.dup()
    shown(lambda: type(duplicate).__name__)
    duplicate.close()

shown(lambda: gc.is_tracked(s) and gc.is_tracked(c))
shown(lambda: s == s and s != c and hash(s) == hash(s) and bool(s))
shown(lambda: s < c)
for value in (s, c, slotted):
    value.close()
    shown(lambda: value)

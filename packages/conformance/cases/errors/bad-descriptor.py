# Descriptors that are no sockets, or no descriptors.
import errno
import os
import socket

with open("file", "w") as file:
    descriptors = [("no descriptor", 9999), ("a file", file.fileno())]
    for name, fd in descriptors:
        for detect in ({}, {"family": socket.AF_INET, "type": socket.SOCK_STREAM, "proto": 0}):
            try:
                s = socket.socket(fileno=fd, **detect)
                print(name, s.family, s.type)
                s.detach()
            except OSError as e:
                print(name, type(e).__name__, errno.errorcode[e.errno], e.strerror)
try:
    socket.close(9999)
except OSError as e:
    print(errno.errorcode[e.errno])
a, b = socket.socketpair()
os.close(a.fileno())
try:
    a.close()
except OSError as e:
    print(type(e).__name__, errno.errorcode[e.errno])
b.close()

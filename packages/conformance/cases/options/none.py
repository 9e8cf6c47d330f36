# None with a length is a null pointer: the kernel looks at the length first, then at the pointer.
import errno
import socket

with socket.socket() as s:
    for length in (0, 4):
        try:
            print(s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, length))
        except OSError as e:
            print(length, errno.errorcode[e.errno], e.strerror)
    for args in ((1,), (None,), (None, 0, 1), (b"", 0)):
        try:
            print(s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, *args))
        except TypeError as e:
            print(type(e).__name__, e)

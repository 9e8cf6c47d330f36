# Sockets, offsets and locks by the C library itself: results, and errno of what fails.
import ctypes
import errno
import fcntl
import os
import socket
import struct
import tempfile

libc = ctypes.CDLL(None, use_errno=True)


def told(result):
    n = ctypes.get_errno()
    ctypes.set_errno(0)
    return (result, errno.errorcode.get(n, n) if result in (-1, 0) else 0)


s = socket.create_server(('127.0.0.1', 0))
port = s.getsockname()[1]
fd = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
sa = struct.pack('=HH4s8x', socket.AF_INET, socket.htons(port), socket.inet_aton('127.0.0.1'))
print(told(libc.connect(fd, sa, 16)))
room = ctypes.create_string_buffer(64)
size = ctypes.c_uint32(64)
got = libc.accept(s.fileno(), room, ctypes.byref(size))
print(got > 2, size.value, room.raw[:2], os.get_inheritable(got))
print(told(libc.send(fd, b'hello', 5, 0)), told(libc.recv(got, room, 64, 0)), room.value[:5])
print(
    told(libc.recv(got, room, 64, socket.MSG_DONTWAIT)),
    told(libc.send(fd, b'x', 1, 0)),
    told(libc.recvfrom(got, room, 64, 0, None, None)),
)
print(told(libc.connect(fd, sa, 16)), told(libc.connect(0, sa, 16)), told(libc.connect(-1, sa, 16)))
libc.close(fd)
print(told(libc.recv(got, room, 64, 0)), told(libc.send(got, b'x', 1, socket.MSG_NOSIGNAL)))
f = tempfile.NamedTemporaryFile()
f.write(b'0123456789')
f.flush()
libc.lseek.restype = ctypes.c_int64
print(
    told(libc.lseek(f.fileno(), ctypes.c_int64(-3), 2)),
    os.read(f.fileno(), 9),
    told(libc.lseek(f.fileno(), ctypes.c_int64(5 << 32), 0)),
    told(libc.lseek(f.fileno(), 0, 99)),
)
g = open(f.name, 'rb')
print(told(libc.flock(f.fileno(), fcntl.LOCK_EX)), told(libc.flock(g.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)))
r, w = os.pipe()
print(
    told(libc.lseek(r, 0, 0)),
    told(libc.isatty(r)),
    told(libc.isatty(-1)),
    told(libc.tcgetpgrp(r)),
    told(libc.fpathconf(r, 5)),
    told(libc.pathconf(b'/nope', 5)),
)

# Who is at the other end: SCM_CREDENTIALS and SO_PEERCRED.
import os
import socket
import struct

a, b = socket.socketpair()
b.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
a.send(b"who am I")
data, ancdata, flags, address = b.recvmsg(100, socket.CMSG_SPACE(12))
(level, kind, packed), = ancdata
print(data, level == socket.SOL_SOCKET, kind == socket.SCM_CREDENTIALS, flags, address)
print(struct.unpack("3i", packed) == (os.getpid(), os.getuid(), os.getgid()))
own = struct.pack("3i", os.getpid(), os.getuid(), os.getgid())
print(a.sendmsg([b"me"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, own)]))
print(b.recvmsg(100, 100)[1] == [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, own)])
print(b.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12) == own)
a.close()
b.close()

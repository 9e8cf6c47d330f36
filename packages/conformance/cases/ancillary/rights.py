# conformance: normalize=fd
# Descriptors that are sent within a program, to none, as half a number, and unseen.
import array
import os
import socket
import struct

RIGHTS = (socket.SOL_SOCKET, socket.SCM_RIGHTS)

a, b = socket.socketpair()
reading, writing = os.pipe()
a.sendmsg([b"one"], [(*RIGHTS, array.array("i", [writing]))])
data, ancdata, flags, address = b.recvmsg(100, socket.CMSG_SPACE(4))
(level, kind, packed), = ancdata
received, = struct.unpack("i", packed)
print(data, (level, kind) == RIGHTS, flags, address, received != writing, os.get_inheritable(received))
os.write(received, b"through")
print(os.read(reading, 100))
os.close(received)

for wrong in (-1, 9999):
    try:
        socket.send_fds(a, [b"x"], [wrong])
    except OSError as error:
        print(repr(error))

socket.send_fds(a, [b"unseen"], [reading])
print(b.recv(100))

socket.send_fds(a, [b"three"], [reading, writing, a.fileno()])
data, fds, flags, address = socket.recv_fds(b, 100, 3)
print(data, len(fds), flags)
duplicate = socket.socket(fileno=fds[2])
duplicate.send(b"from the duplicate")
print(b.recv(100))
duplicate.close()
os.close(fds[0])
os.close(fds[1])

try:
    a.sendmsg([], [(*RIGHTS, b"ab")])
    print(b.recvmsg(100, 100, socket.MSG_DONTWAIT))
except OSError as error:
    print(repr(error))
a.close()
b.close()

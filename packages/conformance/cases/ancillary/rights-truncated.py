# Descriptors that come into too small a buffer: what fits is there, and the message says that it is not all.
import os
import socket

a, b = socket.socketpair()
reading, writing = os.pipe()
socket.send_fds(a, [b"two"], [reading, writing])
data, ancdata, flags, address = b.recvmsg(100, socket.CMSG_LEN(4))
print(data, [len(item[2]) for item in ancdata], flags == socket.MSG_CTRUNC)
for _, _, packed in ancdata:
    os.close(int.from_bytes(packed, "little"))

for size in (0, 1, socket.CMSG_LEN(0) - 1, socket.CMSG_LEN(0), socket.CMSG_LEN(3)):
    socket.send_fds(a, [b"none"], [reading])
    print(size, b.recvmsg(100, size))
a.close()
b.close()

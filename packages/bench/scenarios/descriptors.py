"""Small messages with a descriptor, there and back: descriptors.py PATH"""

import array
import os
import socket
import sys

from measure import rounds

s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
s.connect(sys.argv[1])
fds = array.array("i", [s.fileno()])
ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)]
space = socket.CMSG_SPACE(fds.itemsize)

for count in rounds():
    for _ in range(count):
        s.sendmsg([b"x"], ancillary)
        _, items, _, _ = s.recvmsg(1, space)
        os.close(int.from_bytes(items[0][2], sys.byteorder))

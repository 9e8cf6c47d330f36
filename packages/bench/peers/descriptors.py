"""Sends messages with a descriptor back: descriptors.py"""

import os
import socket
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
    path = os.path.join(folder, "descriptors")
    listener.bind(path)
    listener.listen()
    print(path, flush=True)
    s, _ = listener.accept()
    while True:
        data, ancillary, _, _ = s.recvmsg(16, socket.CMSG_SPACE(4))
        if not data:
            break
        s.sendmsg([data], ancillary)
        for _, _, fd in ancillary:
            os.close(int.from_bytes(fd, sys.byteorder))

"""Sends a file of 100 MB: send_file.py sendfile|loop PORT. The round ends when the peer has all."""

import os
import socket
import sys
import tempfile

from measure import rounds

SIZE = 100_000_000
CHUNK = 65536

how = sys.argv[1]
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", int(sys.argv[2])))

with tempfile.TemporaryFile() as file:
    for _ in range(SIZE // 1_000_000):
        file.write(os.urandom(1000) * 1000)
    file.flush()
    for count in rounds():
        for _ in range(count):
            s.send(SIZE.to_bytes(8, "big"))
            file.seek(0)
            if how == "sendfile":
                s.sendfile(file)
            else:
                while data := file.read(CHUNK):
                    s.sendall(data)
            s.recv(1)

# Sends 4 MB in one sendall, ends its side of the stream, and checks the answer.
import hashlib
import socket
import sys

data = bytes(i * i % 251 for i in range(4096)) * 1024
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    print(s.sendall(data))
    s.shutdown(socket.SHUT_WR)
    answer = s.makefile("rb").read().decode()
print(answer == f"{len(data)} {hashlib.sha256(data).hexdigest()}")

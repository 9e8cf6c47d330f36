# Three connections one after the other.
import socket
import sys

for name in ("Ada", "Grace", "Radia"):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
        s.sendall(name.encode())
        print(s.recv(100).decode(), s.recv(100))

# SystemExit from inside a block that closes a socket.
import socket
import sys

with socket.socket() as s:
    print(s.fileno() >= 0)
    sys.exit(3)

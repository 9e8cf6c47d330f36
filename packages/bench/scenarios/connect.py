"""Connects and closes: connect.py PORT"""

import socket
import sys

from measure import rounds

address = ("127.0.0.1", int(sys.argv[1]))

for count in rounds():
    for _ in range(count):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(address)
        s.close()

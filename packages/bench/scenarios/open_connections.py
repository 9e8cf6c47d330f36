"""Opens connections that stay idle: open_connections.py PORT"""

import socket
import sys

from measure import allow_descriptors, rounds

allow_descriptors()
address = ("127.0.0.1", int(sys.argv[1]))
connections = []

for count in rounds():
    for _ in range(count):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(address)
        connections.append(s)

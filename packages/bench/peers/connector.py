"""Connects, waits for the end and connects again: connector.py PORT"""

import socket
import sys

from peer import reset_on_close

address = ("127.0.0.1", int(sys.argv[1]))
while True:
    with socket.create_connection(address) as s:
        reset_on_close(s)
        s.recv(1)

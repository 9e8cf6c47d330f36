"""Accepts and closes: accept.py"""

import socket

from measure import rounds, say

listener = socket.create_server(("127.0.0.1", 0), backlog=128)
say(listening=listener.getsockname()[1])

for count in rounds():
    for _ in range(count):
        s, _ = listener.accept()
        s.close()

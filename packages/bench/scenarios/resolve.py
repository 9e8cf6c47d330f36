"""Looks a numeric host up: resolve.py"""

import socket

from measure import rounds

for count in rounds():
    for _ in range(count):
        socket.getaddrinfo("127.0.0.1", 80, socket.AF_INET, socket.SOCK_STREAM)

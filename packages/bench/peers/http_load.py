"""Requests to an HTTP server, a connection each: http_load.py PORT"""

import socket
import sys

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

address = ("127.0.0.1", int(sys.argv[1]))
while True:
    with socket.create_connection(address) as s:
        s.send(REQUEST)
        while s.recv(65536):
            pass

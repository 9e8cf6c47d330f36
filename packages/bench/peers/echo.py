"""Sends back what it gets: echo.py tcp|udp|unix"""

import os
import socket
import sys
import tempfile

from peer import listen


def serve(listener):
    s, _ = listener.accept()
    if s.family == socket.AF_INET:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while data := s.recv(65536):
        s.sendall(data)


def serve_unix():
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        path = os.path.join(folder, "echo")
        listener.bind(path)
        listener.listen()
        print(path, flush=True)
        serve(listener)


def serve_datagrams():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1], flush=True)
    while True:
        s.sendto(*s.recvfrom(65536))


kind = sys.argv[1]
if kind == "udp":
    serve_datagrams()
elif kind == "unix":
    serve_unix()
else:
    serve(listen())

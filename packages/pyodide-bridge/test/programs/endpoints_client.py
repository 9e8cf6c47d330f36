"""endpoints_client.py PORT PATH"""
import socket
import sys

with socket.socket(type=socket.SOCK_DGRAM) as s:
    s.connect(('127.0.0.1', int(sys.argv[1])))
    s.send(b'datagram')
    print(s.recv(100))
with socket.socket(socket.AF_UNIX) as s:
    s.connect(sys.argv[2])
    s.sendall(b'stream\n')
    print(s.makefile().read())

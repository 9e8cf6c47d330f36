# Asks, and waits no longer than five seconds for each answer.
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(5)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    for question in (b"6 * 7", b"capital of France", b"meaning", b""):
        s.send(question)
        print(question, s.recv(1024))

"""Answers every HTTP request with one KB: http_answers.py"""

from peer import listen

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n" + bytes(1024)

s, _ = listen().accept()
data = b""
while more := s.recv(65536):
    data += more
    while b"\r\n\r\n" in data:
        _, data = data.split(b"\r\n\r\n", 1)
        s.sendall(ANSWER)

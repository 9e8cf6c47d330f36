"""Receives as many bytes as it is told, and says so with one: sink.py"""

from peer import listen, receive

buffer = bytearray(1 << 20)

s, _ = listen().accept()
while head := receive(s, 8):
    left = int.from_bytes(head, "big")
    while left:
        left -= s.recv_into(buffer, min(left, len(buffer)))
    s.send(b"\0")

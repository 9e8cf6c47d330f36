"""Sends as many bytes as it is asked for, again and again: source.py"""

from peer import listen, receive

CHUNK = memoryview(bytes(1 << 20))

s, _ = listen().accept()
while head := receive(s, 8):
    left = int.from_bytes(head, "big")
    while left:
        left -= s.send(CHUNK[: min(left, len(CHUNK))])

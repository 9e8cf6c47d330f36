"""threads_answers.py COUNT: one thread asks, the other answers."""

import socket
import sys
import threading

near, far = socket.socketpair()


def answer():
    while data := far.recv(8):
        far.send(data)


thread = threading.Thread(target=answer)
thread.start()
count = 0
for _ in range(int(sys.argv[1])):
    near.send(b"x")
    count += near.recv(8) == b"x"
near.close()
thread.join()
print(count, "answers")

"""Round trips between two threads over two locks, each released by the other: ping_pong_locks.py"""

import threading

from measure import rounds

ping, pong = threading.Lock(), threading.Lock()
ping.acquire()
pong.acquire()


def answer():
    while True:
        ping.acquire()
        pong.release()


threading.Thread(target=answer, daemon=True).start()

for count in rounds():
    for _ in range(count):
        ping.release()
        pong.acquire()

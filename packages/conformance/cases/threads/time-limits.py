# Threads with different time limits wait at once: each ends at its own, and together they take no longer than the longest.
import socket
import threading
import time

ended = []


def wait(seconds):
    a, b = socket.socketpair()
    with a, b:
        a.settimeout(seconds)
        begin = time.monotonic()
        try:
            a.recv(1)
        except TimeoutError as e:
            ended.append((seconds, str(e), time.monotonic() - begin >= seconds))


begin = time.monotonic()
threads = [threading.Thread(target=wait, args=[seconds]) for seconds in (0.9, 0.5, 0.1, 0.7, 0.3)]
for thread in threads:
    thread.start()
print(threads[0].join(0.001), threads[0].is_alive())
for thread in threads:
    thread.join()
print(time.monotonic() - begin < 2)
for item in ended:
    print(*item)

# Threads that have ended long ago are joined by other threads, and new threads take their places.
import threading

ended = 0


def work():
    global ended
    ended += 1


for _ in range(200):
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    joiner = threading.Thread(target=worker.join)
    joiner.start()
    joiner.join()
    del worker, joiner
print(ended, threading.active_count(), [thread.name for thread in threading.enumerate()])

# A semaphore lets two in at a time; a bounded one does not take back more than it gave.
import threading

room = threading.BoundedSemaphore(2)
counting = threading.Lock()
inside = most = 0
pair = threading.Barrier(2)


def visit():
    global inside, most
    for _ in range(10):
        with room:
            with counting:
                inside += 1
                most = max(most, inside)
            pair.wait()
            with counting:
                inside -= 1
            pair.wait()


threads = [threading.Thread(target=visit) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most, inside)

print(room.acquire(), room.acquire(timeout=1), room.acquire(blocking=False), room.acquire(timeout=0.01))
room.release(2)
for call in (room.release, lambda: room.release(0), lambda: threading.Semaphore(-1)):
    try:
        call()
    except ValueError as e:
        print(e)
try:
    room.acquire(blocking=False, timeout=1)
except ValueError as e:
    print(e)

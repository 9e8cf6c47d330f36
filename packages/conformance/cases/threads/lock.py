# Locks: one holder at a time, any thread may release a plain one, a recursive one only its owner.
import threading

plain = threading.Lock()
print(plain.acquire(), plain.locked(), plain.acquire(blocking=False), plain.acquire(timeout=0.01))
helper = threading.Thread(target=plain.release)
helper.start()
print(plain.acquire())
helper.join()
plain.release()
print(plain.locked())

total = 0


def add():
    global total
    for _ in range(2000):
        with plain:
            before = total
            total = before + 1


threads = [threading.Thread(target=add) for _ in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)

own = threading.RLock()
with own, own:
    others = []
    thread = threading.Thread(target=lambda: others.append(own.acquire(timeout=0.01)))
    thread.start()
    thread.join()
    print(others, own.acquire(blocking=False))
    own.release()
for call in (own.release, plain.release, lambda: plain.acquire(False, 1), lambda: plain.acquire(timeout=-2)):
    try:
        call()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, e)

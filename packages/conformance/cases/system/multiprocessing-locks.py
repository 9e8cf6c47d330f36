# multiprocessing without a process: semaphores between threads, pools of threads, values.
# conformance: needs=processes
import multiprocessing, multiprocessing.dummy, threading
from _multiprocessing import SemLock
from multiprocessing.pool import ThreadPool


def show(function, *args, **kwargs):
    try:
        print(function.__name__, args, kwargs, "=>", function(*args, **kwargs))
    except Exception as e:
        print(function.__name__, args, kwargs, "=>", type(e).__name__, e)


semaphore = SemLock(1, 0, 5, "/pysock-case", True)
taken = []
waiting = threading.Thread(target=lambda: taken.extend([semaphore.acquire(), semaphore.acquire(True, 0.05)]))
waiting.start()
semaphore.release()
waiting.join()
print(taken, semaphore._get_value(), semaphore._is_zero(), semaphore._count(), semaphore._is_mine(), semaphore.name)
for call in ((semaphore.acquire, False), (semaphore.acquire, True, 0.01), (semaphore.acquire, True, "a"), (semaphore.acquire, 1, 2, 3)):
    show(*call)
recursive = SemLock(0, 1, 1, "/pysock-case", True)
print(recursive.acquire(), recursive.acquire(), recursive._count(), recursive._is_mine(), recursive.kind, recursive.maxvalue)
for _ in range(3):
    show(recursive.release)
bounded = SemLock(1, 0, 1, "/pysock-case", True)
show(bounded.release)
show(bounded.release)
show(SemLock)
show(SemLock, 5, 1, 1, "/pysock-case", True)
show(SemLock, 0, 1, 1, b"x", True)
show(SemLock, 0, 1, 1, "/a/b", True)

with ThreadPool(4) as pool:
    print(pool.map(lambda number: number * number, range(6)))
with multiprocessing.dummy.Pool(2) as pool:
    print(pool.apply(max, (3, 5)))
value = multiprocessing.Value("i", 5)
with value.get_lock():
    value.value += 1
array = multiprocessing.Array("d", 3)
array[1] = 2.5
lock, condition, event = multiprocessing.Lock(), multiprocessing.Condition(), multiprocessing.Event()
with lock, condition:
    print(value.value, list(array), lock, condition.wait(0.01), event.is_set())

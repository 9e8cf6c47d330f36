# conformance: long
# Waiting for a lock, an event or a queue of multiprocessing with a timeout takes so long, and not longer than it has to.
import multiprocessing
import queue
import threading
import time

context = multiprocessing.get_context('spawn')


def timed(call, *args):
    began = time.monotonic()
    try:
        result = call(*args)
    except queue.Empty as error:
        result = type(error).__name__
    return result, 0.2 <= time.monotonic() - began < 20


lock, recursive, event, semaphore = context.Lock(), context.RLock(), context.Event(), context.Semaphore(0)
lock.acquire()
print(timed(lock.acquire, True, 0.3), timed(event.wait, 0.3), timed(semaphore.acquire, True, 0.3))
print(timed(context.Queue().get, True, 0.3), recursive.acquire(timeout=0.1), recursive.acquire(timeout=0.1))
print(lock.acquire(timeout=0), lock.acquire(timeout=-1), lock.acquire(False))
threading.Timer(0.3, semaphore.release).start()
print(timed(semaphore.acquire, True, 30))
threading.Timer(0.3, event.set).start()
print(timed(event.wait, 30))
condition = context.Condition()
with condition:
    print(timed(condition.wait, 0.3), timed(condition.wait_for, lambda: False, 0.3))

# A timer calls a function later, in a thread of its own, unless it is cancelled.
import threading
import time

rang = threading.Event()
calls = []


def ring(*args, **kwargs):
    calls.append((args, kwargs, threading.current_thread() is timer))
    rang.set()


start = time.monotonic()
cancelled = threading.Timer(60, calls.append, ["never"])
cancelled.start()
timer = threading.Timer(0.1, ring, args=[1, 2], kwargs={"loud": True})
timer.start()
print(timer.is_alive(), calls)
cancelled.cancel()
cancelled.join()
rang.wait()
print(calls, time.monotonic() - start >= 0.1)
timer.join()
print(timer.is_alive(), timer.finished.is_set(), cancelled.finished.is_set())

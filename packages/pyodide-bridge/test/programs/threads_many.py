"""100,000 items through a queue of eight threads, and 10,000 threads one after the other."""
import gc
import os
import queue
import threading

ITEMS, HALF = 100_000, 4
items = queue.Queue(64)
taken = [[] for _ in range(HALF)]


def produce(first):
    for item in range(first, ITEMS, HALF):
        items.put(item)


def consume(mine):
    while (item := items.get()) is not None:
        mine.append(item)


producers = [threading.Thread(target=produce, args=(first,)) for first in range(HALF)]
consumers = [threading.Thread(target=consume, args=(mine,)) for mine in taken]
for thread in producers + consumers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    items.put(None)
for thread in consumers:
    thread.join()
print('each once:', sorted(item for mine in taken for item in mine) == list(range(ITEMS)))


def resident():
    """In KiB."""
    with open('/proc/self/status') as file:
        return next(int(line.split()[1]) for line in file if line.startswith('VmRSS'))


def one_after_another(count):
    for _ in range(count):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()
    gc.collect()
    return resident(), len(os.listdir('/proc/self/fd'))


memory, descriptors = one_after_another(2000)
more_memory, more_descriptors = one_after_another(10_000)
print('descriptors:', more_descriptors - descriptors)
# A thread that left its memory behind would leave 25 KiB. V8 takes what it may for what it has not collected.
print('memory stays:', more_memory - memory < 120_000, threading.active_count())

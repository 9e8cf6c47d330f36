# Data of each thread's own: what one sets no other sees, and it goes with the thread.
import gc
import threading
import weakref


class Thing:
    pass


class Numbered(threading.local):
    count = 0

    def __init__(self, start):
        self.items = [start]
        self.count += 1


mine = threading.local()
mine.name = "main"
numbered = Numbered(7)
numbered.items.append(8)
barrier = threading.Barrier(3)
seen = []
gone = []


def work(name):
    before = hasattr(mine, "name")
    mine.name = name
    mine.thing = Thing()
    gone.append(weakref.ref(mine.thing))
    numbered.items.append(name)
    barrier.wait()
    seen.append((before, mine.name, numbered.items, numbered.count))


threads = [threading.Thread(target=work, args=[name]) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
for item in sorted(seen, key=str):
    print(*item)
print(mine.name, numbered.items, hasattr(mine, "thing"), [reference() for reference in gone])

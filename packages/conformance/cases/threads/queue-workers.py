# Producers and consumers share a queue with few places, and all work is done when join returns.
import queue
import threading

work = queue.Queue(maxsize=3)
results = queue.SimpleQueue()
full = threading.Event()


def produce(numbers):
    for number in numbers:
        work.put(number)


def consume():
    full.wait()
    while True:
        try:
            number = work.get()
        except queue.ShutDown:
            return
        results.put(number * number)
        work.task_done()


consumers = [threading.Thread(target=consume) for _ in range(3)]
producers = [threading.Thread(target=produce, args=[range(start, 40, 2)]) for start in (0, 1)]
for thread in consumers + producers:
    thread.start()
while not work.full():
    pass
print(work.qsize(), results.empty())
for call in (lambda: work.put("more", block=False), lambda: work.put("more", timeout=0.01)):
    try:
        call()
    except queue.Full as e:
        print(type(e).__name__)
full.set()
for thread in producers:
    thread.join()
work.join()
print(sum(results.get() for _ in range(40)), results.qsize())
work.shutdown()
for thread in consumers:
    thread.join()
try:
    work.put(1)
except queue.ShutDown as e:
    print(type(e).__name__)
try:
    results.get(timeout=0.01)
except queue.Empty as e:
    print(type(e).__name__)

# A barrier lets all go on together, round by round, and breaks for all.
import threading

log = []
barrier = threading.Barrier(3, action=lambda: log.append("all are here"))
numbers = []


def walker():
    for _ in range(2):
        number = barrier.wait()
        numbers.append(number)
    try:
        barrier.wait()
    except threading.BrokenBarrierError as e:
        numbers.append(type(e).__name__)


threads = [threading.Thread(target=walker) for _ in range(2)]
for thread in threads:
    thread.start()
for _ in range(2):
    numbers.append(barrier.wait())
while barrier.n_waiting < 2:
    pass
print(barrier.broken, barrier.parties, log)
barrier.abort()
for thread in threads:
    thread.join()
print(barrier.broken, sorted(map(str, numbers)))
barrier.reset()
try:
    barrier.wait(0.01)
except threading.BrokenBarrierError as e:
    print("too late", barrier.broken, barrier.n_waiting)
print(log)

# An event holds threads back until it is set, and a wait for it may be limited.
import queue
import threading

go = threading.Event()
said = queue.Queue()


def runner(number):
    said.put(("waits", number))
    said.put(("runs", go.wait(), number))


threads = [threading.Thread(target=runner, args=[number]) for number in range(3)]
for thread in threads:
    thread.start()
print(sorted(said.get() for _ in threads))
print(said.empty(), go.is_set(), go.wait(0), go.wait(0.02))
go.set()
print(sorted(said.get() for _ in threads))
for thread in threads:
    thread.join()
print(go.is_set(), go.wait(), go.wait(0))
go.clear()
print(go.is_set(), go.wait(0.01))

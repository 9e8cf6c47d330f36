# conformance: time-limit=120 long needs=processes
# Processes by fork, one after the other and at once, share a lock, a queue, an event, a barrier, a value and a manager's list.
import multiprocessing
import threading

context = multiprocessing.get_context('fork')


def work(number, lock, queue, event, barrier, value, shared):
    barrier.wait()
    for _ in range(10):
        with lock:
            value.value += 1
    event.wait()
    shared.append(number)
    queue.put((number, repr(lock)))


def run(count, parts):
    lock, queue, event, barrier, value, shared = parts
    workers = [context.Process(target=work, args=(number, *parts), name=f'P{number}') for number in range(count)]
    for worker in workers:
        worker.start()
    barrier.wait()
    event.set()
    print(sorted(queue.get() for _ in workers))
    for worker in workers:
        worker.join()
    print([worker.exitcode for worker in workers], value.value, sorted(shared), repr(lock))


with context.Manager() as manager:
    for count in 1, 3, 2:
        lock, queue, value = context.Lock(), context.Queue(), context.Value('i', lock=False)
        parts = lock, queue, context.Event(), context.Barrier(count + 1), value, manager.list()
        if count == 2:
            thread = threading.Thread(target=run, args=(count, parts))
            thread.start()
            thread.join()
        else:
            run(count, parts)
with context.Pool(3) as pool:
    print(pool.map(abs, range(-5, 5)), pool.apply(len, ('four',)))

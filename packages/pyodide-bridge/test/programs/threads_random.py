"""Random programs of threads, whose results do not depend on who runs when: threads_random.py SEED..."""
import gc
import queue
import random
import socket
import sys
import threading
import time

END = -1


class QueueChannel:
    def __init__(self, rng):
        self.queue = rng.choice((queue.SimpleQueue, lambda: queue.Queue(rng.randint(1, 4))))()

    def put(self, item):
        self.queue.put(item)

    def get(self):
        return self.queue.get()


class ConditionChannel:
    def __init__(self, rng):
        self.condition = threading.Condition(rng.choice((threading.Lock, threading.RLock))())
        self.items, self.limit, self.timeout = [], rng.randint(1, 3), rng.choice((None, 0.001))

    def put(self, item):
        with self.condition:
            while len(self.items) >= self.limit:
                self.condition.wait(self.timeout)
            self.items.append(item)
            self.condition.notify_all()

    def get(self):
        with self.condition:
            while not self.items:
                self.condition.wait(self.timeout)
            self.condition.notify_all()
            return self.items.pop(0)


class SocketChannel:
    def __init__(self, rng):
        self.near, self.far = socket.socketpair()
        self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4608)
        self.size = rng.choice((8, 3000))
        if rng.random() < 0.3:
            self.near.settimeout(30)
            self.far.settimeout(30)
        self.sending, self.receiving = threading.Lock(), threading.Lock()

    def put(self, item):
        with self.sending:
            self.near.sendall(item.to_bytes(8, 'little', signed=True) + bytes(self.size - 8))

    def get(self):
        with self.receiving:
            data = b''
            while len(data) < self.size:
                data += self.far.recv(self.size - len(data))
            return int.from_bytes(data[:8], 'little', signed=True)


def pause(rng):
    match rng.randrange(12):
        case 0:
            time.sleep(0)
        case 1:
            time.sleep(0.0002)
        case 2:
            sum(range(2000))
        case 3:
            gc.collect(0)


def program(seed):
    rng = random.Random(seed)
    stages = [(rng.randint(1, 4), rng.randrange(1, 1000)) for _ in range(rng.randint(1, 5))]
    kinds = (QueueChannel, ConditionChannel, SocketChannel)
    channels = [rng.choice(kinds)(rng) for _ in range(len(stages) + 1)]
    items = [rng.randrange(10**6) for _ in range(rng.randint(0, 60))]
    start, semaphore = threading.Event(), threading.BoundedSemaphore(rng.randint(1, 3))
    left = [threading.Barrier(workers) for workers, _ in stages]

    def work(index, add, seed):
        mine = random.Random(seed)
        start.wait()
        while (item := channels[index].get()) != END:
            with semaphore:
                pause(mine)
            channels[index + 1].put((item * 31 + add) % 10**9)
        # The last to end passes the end on, as often as the next stage has threads.
        if left[index].wait() == 0:
            for _ in range(stages[index + 1][0] if index + 1 < len(stages) else 1):
                channels[index + 1].put(END)

    threads = [
        threading.Thread(target=work, args=(index, add, rng.random()))
        for index, (workers, add) in enumerate(stages)
        for _ in range(workers)
    ]

    def feed():
        for item in items + [END] * stages[0][0]:
            channels[0].put(item)

    threads.append(threading.Thread(target=feed))
    rng.shuffle(threads)
    for thread in threads:
        thread.start()
    start.set()
    got = []
    while (item := channels[-1].get()) != END:
        got.append(item)
    for thread in threads:
        thread.join()
    expected = items
    for _, add in stages:
        expected = [(item * 31 + add) % 10**9 for item in expected]
    assert sorted(got) == sorted(expected), (seed, len(got), len(expected))


sys.setswitchinterval(0.0005)
for seed in range(*map(int, sys.argv[1:])):
    program(seed)
print('ok')

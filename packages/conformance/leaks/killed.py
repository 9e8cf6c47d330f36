"""Uses processes until it is killed: killed.py KIND. It prints a line when it is under way."""

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing import shared_memory

from spawns import double, exchange, fork, spawn


def spawns():
    for _ in itertools.count():
        spawn()
        exchange()
        yield


def forks():
    while True:
        fork()
        if (pid := os.fork()) == 0:
            # As long as its parent, or longer.
            while os.getppid() == parent:
                time.sleep(0.01)
            os._exit(0)
        yield
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def pipes():
    while True:
        children = [subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)]
        for child in children:
            child.stdin.write(b'line\n')
            child.stdin.flush()
            child.stdout.readline()
        yield
        for child in children:
            child.communicate()


def pool():
    while True:
        with multiprocessing.get_context('spawn').Pool(2) as workers:
            for _ in range(1000):
                workers.map(double, range(10))
                yield


def increment(lock, name, events):
    memory = shared_memory.SharedMemory(name=name)
    # Only its parent writes: when that is killed, the pipe ends.
    events._writer.close()
    try:
        while events.get() is not None:
            with lock:
                memory.buf[0] = (memory.buf[0] + 1) % 256
    except EOFError:
        pass
    memory.close()


def memory():
    context = multiprocessing.get_context('spawn')
    while True:
        lock, events = context.Lock(), context.SimpleQueue()
        block = shared_memory.SharedMemory(create=True, size=4096)
        worker = context.Process(target=increment, args=(lock, block.name, events))
        worker.start()
        events._reader.close()
        for _ in range(1000):
            events.put(1)
            yield
        events.put(None)
        worker.join()
        block.close()
        block.unlink()


def manager():
    while True:
        with multiprocessing.get_context('spawn').Manager() as server:
            numbers = server.list()
            for number in range(1000):
                numbers.append(number)
                yield


parent = os.getpid()

KINDS = {'spawns': spawns, 'forks': forks, 'pipes': pipes, 'pool': pool, 'memory': memory, 'manager': manager}

if __name__ == '__main__':
    steps = KINDS[sys.argv[1]]()
    next(steps)
    print(os.getpid(), flush=True)
    for _ in steps:
        pass

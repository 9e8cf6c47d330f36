"""Starts processes in all the ways there are, and prints what is left of them: nothing.

    spawns.py PLAIN FORKS ROUNDS

PLAIN programs are started, FORKS processes are copies of this one, and ROUNDS times there are a few by multiprocessing with what they share.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing import shared_memory


def count_up(lock, queue, name):
    memory = shared_memory.SharedMemory(name=name)
    with lock:
        memory.buf[0] += 1
    memory.close()
    queue.put('x' * 100_000)


def double(number):
    return 2 * number


def spawn():
    os.waitpid(os.posix_spawn('/bin/true', ['true'], os.environ), 0)


def run():
    subprocess.run(['true'], check=True)


def exchange():
    assert subprocess.run(['cat'], input=b'x' * 100_000, capture_output=True).stdout == b'x' * 100_000


def miss():
    try:
        subprocess.Popen(['/not/there'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except FileNotFoundError:
        return
    raise AssertionError('it is there')


def read():
    with os.popen('echo said') as stream:
        assert stream.read() == 'said\n'


def kill():
    with subprocess.Popen(['sleep', '1000'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.kill()


PLAIN = spawn, run, exchange, miss, read, kill


def fork():
    if (pid := os.fork()) == 0:
        os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3


def fork_and_talk():
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)
        with open(writing, 'wb') as stream:
            stream.write(b'x' * 100_000)
        os._exit(0)
    os.close(writing)
    with open(reading, 'rb') as stream:
        assert len(stream.read()) == 100_000
    os.waitpid(pid, 0)


def fork_and_execute():
    if (pid := os.fork()) == 0:
        os.execvp('true', ['true'])
    os.waitpid(pid, 0)


def fork_and_kill():
    if (pid := os.fork()) == 0:
        signal.pause()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def prepare():
    subprocess.run(['true'], check=True, preexec_fn=os.setsid)


FORKS = fork, fork_and_talk, fork_and_execute, fork_and_kill, prepare


def share():
    context = multiprocessing.get_context('spawn')
    lock, queue = context.Lock(), context.Queue()
    memory = shared_memory.SharedMemory(create=True, size=10)
    workers = [context.Process(target=count_up, args=(lock, queue, memory.name)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for _ in workers:
        queue.get()
    for worker in workers:
        worker.join()
        worker.close()
    assert memory.buf[0] == 2
    memory.close()
    memory.unlink()
    queue.close()
    queue.join_thread()
    with context.Pool(2) as pool:
        assert pool.map(double, range(3)) == [0, 2, 4]
    pool.join()
    with context.Manager() as manager:
        shared = manager.dict()
        shared[1] = 2
        del shared


def children():
    found = []
    for task in os.listdir('/proc/self/task'):
        with open(f'/proc/self/task/{task}/children') as file:
            found += file.read().split()
    return len(found)


def state():
    return {
        'descriptors': len(os.listdir('/proc/self/fd')),
        'children': children(),
        'shared memory': sorted(os.listdir('/dev/shm')),
    }


def start(plain, forks, rounds):
    for number in range(plain):
        PLAIN[number % len(PLAIN)]()
    for number in range(forks):
        FORKS[number % len(FORKS)]()
    for _ in range(rounds):
        share()


if __name__ == '__main__':
    plain, forks, rounds = map(int, sys.argv[1:])
    # What is made once, multiprocessing's tracker of resources for one, is not left over.
    start(len(PLAIN), min(forks, len(FORKS)), min(rounds, 1))
    before = state()
    start(plain, forks, rounds)
    after = state()
    print('nothing is left' if after == before else f'left: {before} became {after}')
    sys.exit(after != before)

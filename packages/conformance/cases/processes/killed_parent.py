# conformance: time-limit=60 long needs=processes
# A parent that is killed with children at its pipes, a lock, a queue and shared memory leaves none of them.
import os
import select
import signal
import subprocess
import sys
import time

PARENT = '''
import multiprocessing, subprocess, sys
from multiprocessing import shared_memory
context = multiprocessing.get_context('spawn')
lock, queue = context.Lock(), context.Queue()
memory = shared_memory.SharedMemory(create=True, size=100)
child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
print(child.pid, memory.name, lock._semlock.name[1:], flush=True)
sys.stdin.read()
'''


def wait_until(condition):
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        select.select([], [], [], 0.01)
    return condition()


def has_ended(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rpartition(') ')[2][0] == 'Z'
    except FileNotFoundError:
        return True


parent = subprocess.Popen(
    [sys.executable, '-c', PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
)
pid, segment, semaphore = parent.stdout.readline().split()
there = [os.fsdecode(name) for name in (segment, b'sem.' + semaphore)]
print([os.path.exists(f'/dev/shm/{name}') for name in there], has_ended(int(pid)))
parent.send_signal(signal.SIGKILL)
print(parent.wait())
print(wait_until(lambda: has_ended(int(pid))))
print(wait_until(lambda: not any(os.path.exists(f'/dev/shm/{name}') for name in there)))
parent.communicate()

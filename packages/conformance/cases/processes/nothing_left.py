# conformance: time-limit=60 long needs=processes
# Programs that are started, killed, missing, or hold what they share leave no descriptor, child, semaphore or segment.
import gc
import multiprocessing
import os
import subprocess
from multiprocessing import shared_memory


def use():
    os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)
    subprocess.run(['cat'], input=b'x' * 100_000, stdout=subprocess.PIPE)
    try:
        subprocess.Popen(['/not/there'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except FileNotFoundError:
        pass
    with subprocess.Popen(['sleep', '60'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.kill()
    with os.popen('echo said') as stream:
        stream.read()
    context = multiprocessing.get_context('spawn')
    locks = [context.Lock(), context.Condition(), context.Semaphore(3)]
    queue = context.Queue()
    queue.put(1)
    queue.get()
    memory = shared_memory.SharedMemory(create=True, size=100)
    names.append(memory.name)
    names.append(locks[0]._semlock.name)
    memory.close()
    memory.unlink()
    queue.close()
    queue.join_thread()


def state():
    gc.collect()
    children = []
    for task in os.listdir('/proc/self/task'):
        with open(f'/proc/self/task/{task}/children') as file:
            children += file.read().split()
    there = os.listdir('/dev/shm')
    return len(os.listdir('/proc/self/fd')), len(children), [name for name in names if name[1:] in there or name in there]


names = []
use()
before = state()
for _ in range(10):
    use()
print(state() == before, before[1:], len(names))

# Each thread has a number and a name in /proc, also when it gives itself another, and is gone when it has been joined.
import _thread
import os
import threading


def comm(native_id):
    with open(f'/proc/self/task/{native_id}/comm', 'rb') as file:
        return file.read()


def is_task(native_id):
    return str(native_id) in os.listdir('/proc/self/task')


told, go_on = threading.Semaphore(0), threading.Semaphore(0)
seen = {}


def run(other_name=None):
    if other_name is not None:
        threading.current_thread().name = other_name
    seen[threading.current_thread().name] = threading.get_native_id()
    told.release()
    go_on.acquire()


threads = [
    threading.Thread(target=run, name='tcp-listener'),
    threading.Thread(target=run, name='a name of more than fifteen bytes'),
    threading.Thread(target=run, name='éèêëàâäôöù'),
    threading.Thread(target=run, args=('renamed',), name='before'),
]
for thread in threads:
    thread.start()
    told.acquire()
for thread in threads:
    print(thread.name, comm(thread.native_id), seen[thread.name] == thread.native_id, is_task(thread.native_id))
print(len({thread.native_id for thread in threads} | {os.getpid()}))

inner = []


def starter():
    _thread.start_new_thread(lambda: (inner.append(comm(threading.get_native_id())), told.release()), ())


threading.Thread(target=starter, name='starter').start()
told.acquire()
print('a thread of _thread has the name of the one that started it:', inner)

for thread in threads:
    go_on.release()
for thread in threads:
    thread.join()
while any(is_task(thread.native_id) for thread in threads):
    os.sched_yield()
print('gone')

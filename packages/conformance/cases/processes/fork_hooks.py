# conformance: settings=alone,beside time-limit=120 needs=processes
# Functions of os.register_at_fork wait for a lock and for threads that they start, and one forks itself.
import os
import threading
import warnings

warnings.simplefilter('ignore')
lock = threading.Lock()
order = []


def in_thread(text):
    thread = threading.Thread(target=order.append, args=(text,))
    thread.start()
    thread.join()


def before():
    running.set()
    with lock:
        in_thread('before')


def after():
    in_thread('after')
    if len(order) == 3:
        # One more, from inside the first.
        if (pid := os.fork()) == 0:
            print('inner', order, flush=True)
            os._exit(4)
        print('inner ends', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def hold():
    with lock:
        held.set()
        running.wait()
        order.append('held')


running, held = threading.Event(), threading.Event()
os.register_at_fork(before=before, after_in_parent=after, after_in_child=lambda: in_thread('child'))
holder = threading.Thread(target=hold)
holder.start()
held.wait()
pid, master = os.forkpty()
if pid == 0:
    os.write(1, repr(order).encode())
    os._exit(3)
text = b''
try:
    while data := os.read(master, 1000):
        text += data
except OSError:
    pass
print(text, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), order)
holder.join()

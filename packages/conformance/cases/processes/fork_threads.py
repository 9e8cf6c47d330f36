# conformance: time-limit=120 needs=processes long
# os.fork beside another thread: the child has the one that forked, locks as they were, and can start threads of its own.
import os
import sys
import threading
import warnings


def in_child(function, *args):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        function(*args)
        sys.stdout.flush()
        os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


warnings.simplefilter('ignore')
lock = threading.Lock()
started = threading.Event()
done = threading.Event()


def hold():
    with lock:
        started.set()
        done.wait()


thread = threading.Thread(target=hold)
thread.start()
started.wait()


def alone():
    worker = threading.Thread(target=lambda: print(threading.active_count(), lock.locked()))
    worker.start()
    worker.join()
    print(threading.current_thread() is threading.main_thread())


in_child(alone)
done.set()
thread.join()

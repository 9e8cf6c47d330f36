# conformance: settings=alone,beside time-limit=120 needs=processes
# In a child all threads but the one that forked have ended: they can be joined. At Python's end one that goes on cannot be.
import os
import sys
import threading
import warnings

warnings.simplefilter('ignore')
main_thread = threading.main_thread()
others = [threading.Thread(target=sys.stdin.isatty), threading.Thread(target=threading.Event().wait, daemon=True)]


class Late:
    def __del__(self):
        try:
            others[1].join(1)
        except BaseException as error:
            print(type(error).__name__, error, flush=True)


def worker():
    for thread in others:
        thread.start()
    if pid := os.fork():
        print(os.waitpid(pid, 0)[1], others[1].is_alive(), main_thread.is_alive(), flush=True)
        return
    print([thread.is_alive() for thread in [*others, main_thread]], main_thread is threading.main_thread(), flush=True)
    for thread in [*others, main_thread]:
        thread.join()
    late = threading.Thread(target=print, args=('in the child',), kwargs={'flush': True})
    late.start()
    late.join()
    os._exit(0)


forking = threading.Thread(target=worker)
forking.start()
forking.join()
late = Late()

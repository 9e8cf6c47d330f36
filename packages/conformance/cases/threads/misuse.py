# What a thread refuses: to start twice, to be joined too early, to wait for itself.
import threading


def attempt(call):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


new = threading.Thread(target=lambda: attempt(threading.current_thread().join))
attempt(new.join)
new.start()
new.join()
attempt(new.start)
attempt(lambda: setattr(new, "daemon", True))
attempt(lambda: threading.Thread(group=1))
attempt(lambda: threading.Thread(target=print, args=1).run())
attempt(threading.current_thread().join)
attempt(lambda: threading.Thread.join(threading.Thread.__new__(threading.Thread)))
attempt(lambda: threading.stack_size("large"))
attempt(lambda: threading.Thread(target=print, name=3).name)


class Forgetful(threading.Thread):
    def __init__(self):
        pass


attempt(lambda: Forgetful().start())

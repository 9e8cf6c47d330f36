# An exception that ends a thread goes to threading.excepthook; the others go on, and the exit code is the main thread's.
import io
import sys
import threading


def fail():
    raise OSError("broken")


def run(function):
    thread = threading.Thread(target=function, name="worker")
    thread.start()
    thread.join()
    print(thread.is_alive())


sys.stderr = io.StringIO()
run(fail)
lines = sys.stderr.getvalue().splitlines()
sys.stderr = sys.__stderr__
print(lines[0], "|", lines[1], "|", lines[-1])

threading.excepthook = lambda args: print(args.exc_type.__name__, args.exc_value, args.thread.name)
run(fail)
run(sys.exit)
threading.excepthook = lambda args: 1 / 0
sys.excepthook = lambda kind, value, traceback: print("hook", kind.__name__)
run(fail)
threading.excepthook = threading.__excepthook__
run(lambda: sys.exit(3))
raise SystemExit(4)

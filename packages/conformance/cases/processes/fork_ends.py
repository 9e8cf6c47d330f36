# conformance: time-limit=120 needs=processes long
# How a forked child ends: at the end of the program, by an exception, by sys.exit, as a daemon of two forks.
import atexit
import os
import sys
import tempfile

atexit.register(lambda: print('exit handler', os.getpid() == first, flush=True))
first = os.getpid()


def report(pid):
    print('ended', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if (pid := os.fork()) == 0:
    sys.exit(5)
report(pid)
if (pid := os.fork()) == 0:
    sys.excepthook = lambda kind, value, place: print(kind.__name__, value)
    raise LookupError('a child')
report(pid)


def daemonize(path):
    if (pid := os.fork()) > 0:
        return pid
    os.setsid()
    os.umask(0)
    os.chdir('/')
    if os.fork() > 0:
        os._exit(0)
    with open(path, 'w') as file:
        file.write(f'{os.getsid(0) != os.getpid()} {os.getcwd()}\n')
    os._exit(0)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'pid')
    os.mkfifo(path)
    report(daemonize(path))
    with open(path) as file:
        print(file.read(), end='')
if (pid := os.fork()) > 0:
    report(pid)
print('both come to the end', flush=True)

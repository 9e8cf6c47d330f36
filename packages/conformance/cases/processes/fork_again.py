# conformance: time-limit=120 long needs=processes
# Forks one after the other: no process but the children is to be seen, and each child has what its parent has by then.
import os
import resource
import select
import signal

heard = []
# It may have been started with one.
niceness = os.nice(0)
signal.signal(signal.SIGCHLD, lambda *_: heard.append(1))
reading, writing = os.pipe()


def describe():
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    return repr(
        [os.getcwd() == '/usr', oct(os.umask(0o27)), os.nice(0) - niceness, limits, sorted(signal.pthread_sigmask(signal.SIG_BLOCK, []))]
        + [os.getpgid(0) == os.getpgid(os.getppid()), os.getsid(0) == os.getsid(os.getppid())]
        + [signal.getsignal(signal.SIGUSR1), signal.getsignal(signal.SIGHUP)]
    )


def fork():
    heard.clear()
    if (pid := os.fork()) == 0:
        os.write(writing, f'{describe()} {os.getppid() == first}'.encode())
        os._exit(0)
    print(os.read(reading, 1000).decode(), os.wait() == (pid, 0), len(heard))
    try:
        os.wait()
    except ChildProcessError as error:
        print(error)
    # Time for what there may be beside the children.
    select.select([], [], [], 0.5)
    print(len(heard))


def change_what_can_be_given():
    os.chdir('/usr')
    os.nice(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)


def lead():
    global first
    if (pid := os.fork()) > 0:
        os.waitpid(pid, 0)
        os._exit(0)
    first = os.getpid()
    os.setsid()


first = os.getpid()
os.umask(0o27)
for change in int, change_what_can_be_given, lead, int:
    change()
    fork()

# A signal that is blocked waits in the kernel: for being unblocked, or for being taken. A thread inherits the mask.
import os
import signal
import threading


def kernel():
    with open("/proc/self/status") as file:
        return [line.split()[1] for line in file if line.startswith(("SigBlk", "ShdPnd"))]


def attempt(call, *args):
    try:
        return call(*args)
    except (OSError, ValueError, TypeError) as e:
        return type(e).__name__, str(e).rpartition("] ")[2]


def other():
    print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
    print(attempt(signal.pthread_sigmask, 99, []), attempt(signal.pthread_sigmask, signal.SIG_BLOCK, [65]))
    print(attempt(signal.sigtimedwait, [15], -1), attempt(signal.sigwait, 5), signal.sigtimedwait([1], 0.02))
    os.kill(os.getpid(), signal.SIGHUP)
    taken = signal.sigwaitinfo([signal.SIGHUP])
    print(taken.si_signo, taken.si_pid == os.getpid(), taken.si_uid == os.getuid(), taken.si_errno)


print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGHUP]), kernel())
signal.signal(signal.SIGTERM, lambda number, frame: print("handled", signal.Signals(number).name))
os.kill(os.getpid(), signal.SIGTERM)
print(signal.sigpending(), kernel())
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM]), signal.sigpending())
thread = threading.Thread(target=other)
thread.start()
thread.join()
signal.signal(signal.SIGUSR1, lambda *_: print("meanwhile"))
threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1)).start()
threading.Timer(0.06, os.kill, (os.getpid(), signal.SIGHUP)).start()
print(signal.sigwait({signal.SIGHUP, signal.SIGINT}))
signal.raise_signal(signal.SIGHUP)
print(signal.sigwait([1]), signal.pthread_sigmask(signal.SIG_SETMASK, ()), kernel())

# Which signals there are, what they are called, and which numbers are none.
import signal
import threading

print(sorted(map(int, signal.valid_signals())), signal.NSIG, int(signal.SIGRTMIN), int(signal.SIGRTMAX), int(signal.SIGCLD))
for number in (1, 8, 17, 32, 34, 64):
    print(number, signal.strsignal(number))
print(repr(signal.SIG_IGN), repr(signal.getsignal(signal.SIGPIPE)), signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN)

calls = {
    "signal": lambda number: signal.signal(number, signal.SIG_IGN),
    "getsignal": signal.getsignal,
    "strsignal": signal.strsignal,
    "raise_signal": signal.raise_signal,
    "pthread_kill": lambda number: signal.pthread_kill(threading.get_ident(), number),
}
for number in (0, 32, 33, 65, -1, "x", 2**40):
    for name, call in calls.items():
        if name == "pthread_kill" and number == 0:
            continue
        try:
            print(name, number, call(number))
        except (OSError, ValueError, TypeError, OverflowError) as e:
            print(name, number, type(e).__name__, str(e).rpartition("] ")[2])

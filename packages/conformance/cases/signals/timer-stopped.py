# A timer that rang before it was stopped has run the handler of then; none that is set afterwards is called.
import signal

rang = 0


def count(number, frame):
    global rang
    rang += 1


def never(number, frame):
    raise InterruptedError("the timer was stopped")


late = 0
for _ in range(40):
    signal.signal(signal.SIGALRM, count)
    rang = 0
    signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
    while rang < 3:
        signal.pause()
    signal.setitimer(signal.ITIMER_REAL, 0)
    before = rang
    signal.signal(signal.SIGALRM, never)
    signal.sigtimedwait([], 0.003)
    late += rang != before
print(late, signal.getitimer(signal.ITIMER_REAL))

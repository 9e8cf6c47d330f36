# conformance: settings=alone,beside
# A signal's handler that uses the file which its own thread is using is refused, and the file goes on.
import os
import signal


def handler(*_):
    for name, call in ("read", lambda: file.read(1)), ("close", file.close), ("write", lambda: out.write(b"x")):
        try:
            print(name, call())
        except (RuntimeError, ValueError) as e:
            print(name, type(e).__name__, str(e).partition(" <")[0])
    os.write(w, b"line\n")


r, w = os.pipe()
file = open(r, "rb")
with open(os.devnull, "wb") as out:
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    print(file.readline())
print(file.closed)

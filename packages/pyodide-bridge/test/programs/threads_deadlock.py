"""Two threads that wait for each other's lock, and a main thread that waits for both."""
import threading

locks = threading.Lock(), threading.Lock()
barrier = threading.Barrier(3)


def take(first, second):
    with first:
        barrier.wait()
        with second:
            print('never')


for pair in (locks, locks[::-1]):
    threading.Thread(target=take, args=pair, daemon=True).start()
barrier.wait()
try:
    print('ready', flush=True)
    with locks[0]:
        print('never')
finally:
    print('the main thread was interrupted', flush=True)

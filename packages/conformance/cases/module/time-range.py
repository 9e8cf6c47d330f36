# Times whose year does not fit into C's, and the clocks of threads.
import threading
import time

for when in (2**33, 67768036191676799, 67768036191676800, -67768040609740801, 2**63 - 1, 2**63, 1e18, -1e18, float('inf'), None):
    for show in time.localtime, time.gmtime, time.ctime:
        try:
            shown = show(when)
            print(when, show.__name__, shown if when else type(shown).__name__)
        except Exception as error:
            print(when, show.__name__, type(error).__name__, error)


def clock():
    number = time.pthread_getcpuclockid(threading.get_ident())
    print(number < 0, 0 <= time.clock_gettime(number) < 1000)


clock()
thread = threading.Thread(target=clock)
thread.start()
thread.join()
try:
    time.pthread_getcpuclockid('main')
except TypeError as error:
    print(error)

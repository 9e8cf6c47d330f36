# The three modes of a socket: blocking, non-blocking and with a timeout.
import socket
import time

s = socket.create_connection(('localhost', 15002))
print(f'Blocking: gettimeout() is {s.gettimeout()}')

s.setblocking(False)  # Fail at once if there is nothing
print(f'Non-blocking: gettimeout() is {s.gettimeout()}')
try:
    s.recv(1024)
except BlockingIOError:
    print('recv() failed: nothing has arrived')

s.settimeout(1.5)  # Fail after so many seconds
print(f'Timeout: gettimeout() is {s.gettimeout()}')
start = time.monotonic()
try:
    s.recv(1024)
except TimeoutError as error:
    print(f'recv() failed after {time.monotonic() - start:.1f} s: {error}')

s.close()

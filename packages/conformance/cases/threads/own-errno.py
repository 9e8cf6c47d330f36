# Each thread has an errno of its own: folders are listed while other threads' calls fail.
import os
import socket
import tempfile
import threading


def fail():
    while not stop.is_set():
        one, other = socket.socketpair()
        other.close()
        with one:
            try:
                one.send(b'x')
            except BrokenPipeError:
                failed.add('send')
        try:
            open('/nonexistent')
        except FileNotFoundError:
            failed.add('open')


stop = threading.Event()
failed = set()
errors = set()
threads = [threading.Thread(target=fail) for _ in range(3)]
for thread in threads:
    thread.start()
with tempfile.TemporaryDirectory() as folder:
    for _ in range(300):
        try:
            with os.scandir(folder) as entries:
                list(entries)
            os.listdir(folder)
        except OSError as error:
            errors.add(type(error).__name__)
stop.set()
for thread in threads:
    thread.join()
print(sorted(failed), errors)

# faulthandler: its watchdog, beside a call that waits and a loop that computes, signals that it is registered for, and wrong arguments.
import faulthandler
import os
import re
import select
import signal
import tempfile
import threading
import time


def shown(file):
    file.seek(0)
    text = re.sub(r"0x[0-9a-f]+( \[.*?\])?", "0x", file.read())
    print(re.sub(r'File ".*/', 'File "', text).replace("\n\n", "\n"))
    file.seek(0)
    file.truncate()


with tempfile.TemporaryFile("w+") as file:
    faulthandler.register(signal.SIGUSR1, file=file)
    os.kill(os.getpid(), signal.SIGUSR1)
    shown(file)
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))

    faulthandler.dump_traceback_later(0.05, file=file)
    select.select([], [], [], 0.2)
    shown(file)

    faulthandler.dump_traceback_later(0.05, file=file)
    end = time.monotonic() + 0.2
    while time.monotonic() < end: pass
    shown(file)

    faulthandler.dump_traceback_later(0.05, file=file)
    thread = threading.Thread(target=lambda: select.select([], [], [], 0.2))
    thread.start()
    thread.join()
    file.seek(0)
    print(file.read().count("most recent call first"))

    faulthandler.dump_traceback_later(3600.5, repeat=True, file=file)
    faulthandler.cancel_dump_traceback_later()
    for args in ((0,), (-1,), ("x",), (1, 2, 3, 4, 5), (1, False, "no file")):
        try:
            print(faulthandler.dump_traceback_later(*args))
        except Exception as e:
            print(type(e).__name__, e)
    print(faulthandler.is_enabled(), faulthandler.enable(file), faulthandler.is_enabled(), faulthandler.disable())
    faulthandler.dump_traceback_later(0.05, file=file, exit=True)
    select.select([], [], [], 9)

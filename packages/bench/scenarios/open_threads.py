"""Starts threads that wait: open_threads.py"""

import threading

from measure import rounds

never = threading.Event()

for count in rounds():
    for _ in range(count):
        threading.Thread(target=never.wait, daemon=True).start()

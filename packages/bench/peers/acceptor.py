"""Accepts connections and drops them: acceptor.py; or keeps them: acceptor.py keep"""

import sys

from peer import allow_descriptors, listen, reset_on_close

allow_descriptors()
listener = listen()
kept = []
while True:
    s, _ = listener.accept()
    if "keep" in sys.argv:
        kept.append(s)
    else:
        reset_on_close(s)
        s.close()

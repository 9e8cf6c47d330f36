"""Accepts connections and drops them: acceptor.py; or keeps them: acceptor.py keep"""

import sys

from peer import allow_descriptors, listen

allow_descriptors()
listener = listen()
kept = []
while True:
    s, _ = listener.accept()
    if "keep" in sys.argv:
        kept.append(s)
    else:
        s.close()

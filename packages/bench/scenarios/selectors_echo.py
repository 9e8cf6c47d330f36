"""An echo server on selectors: selectors_echo.py CONNECTIONS. A few of them are active."""

import selectors
import socket
import sys

from measure import allow_descriptors, rounds, say

allow_descriptors()
listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
say(listening=listener.getsockname()[1])
selector = selectors.DefaultSelector()
for _ in range(int(sys.argv[1])):
    s, _ = listener.accept()
    s.setblocking(False)
    selector.register(s, selectors.EVENT_READ)

for count in rounds():
    done = 0
    while done < count:
        for key, _ in selector.select():
            s = key.fileobj
            s.send(s.recv(4096))
            done += 1

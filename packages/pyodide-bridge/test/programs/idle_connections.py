"""The time of a round trip on one connection while many others are idle: idle_connections.py PORT IDLE..."""
import resource
import socket
import statistics
import sys
import time

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
address = ('127.0.0.1', int(sys.argv[1]))
active = socket.create_connection(address)
active.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def round_trip():
    start = time.perf_counter()
    active.sendall(b'x' * 64)
    assert len(active.recv(64)) == 64
    return time.perf_counter() - start


idle = []
for wanted in map(int, sys.argv[2:]):
    while len(idle) < wanted:
        idle.append(socket.create_connection(address))
    # The connections that the server has still to accept come first.
    idle[-1].sendall(b'x')
    idle[-1].recv(1)
    for _ in range(200):
        round_trip()
    print(round(statistics.median(round_trip() for _ in range(2000)) * 1e6, 1), flush=True)

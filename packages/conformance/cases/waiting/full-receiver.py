# A datagram for a UNIX receiver that is full waits until there is room.
import socket
import threading
import time

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(f"\0pysock-{time.time_ns()}")
address = receiver.getsockname()


def fill(s, send):
    s.setblocking(False)
    count = 0
    try:
        while True:
            send(b"x")
            count += 1
    except BlockingIOError:
        s.setblocking(True)
        return count


def drain():
    receiver.setblocking(False)
    got = []
    try:
        while True:
            got.append(receiver.recv(9))
    except BlockingIOError:
        receiver.setblocking(True)
        return got


for connected in False, True:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        if connected:
            s.connect(address)
        send = s.send if connected else lambda data: s.sendto(data, address)
        for way in send, (lambda data: s.sendmsg([data], [], 0, None if connected else address)):
            print("sent", fill(s, send) > 0)
            timer = threading.Timer(0.1, lambda: receiver.recv(9))
            start = time.monotonic()
            timer.start()
            print(way(b"y"), "waited", time.monotonic() - start > 0.09)
            timer.join()
            print(drain()[-1])

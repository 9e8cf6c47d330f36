# Every call that would have to wait says so.
import socket

listener = socket.create_server(("127.0.0.1", 0))
listener.setblocking(False)
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
udp.setblocking(False)
a, b = socket.socketpair()
a.settimeout(0)
calls = [
    lambda: listener.accept(),
    lambda: udp.recvfrom(10),
    lambda: udp.recv_into(bytearray(10)),
    lambda: a.recv(10),
    lambda: a.recv(10, socket.MSG_PEEK),
]
for call in calls:
    try:
        print(call())
    except BlockingIOError as e:
        print(type(e).__name__, e.strerror)
for s in (listener, udp, a, b):
    s.close()

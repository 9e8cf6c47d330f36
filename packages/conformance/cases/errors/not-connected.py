# Calls that need a connection, on a socket without one.
import errno
import socket

tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
calls = [
    lambda: tcp.getpeername(),
    lambda: tcp.recv(1),
    lambda: tcp.send(b"x"),
    lambda: tcp.shutdown(socket.SHUT_WR),
    lambda: tcp.accept(),
    lambda: udp.send(b"x"),
    lambda: udp.getpeername(),
    lambda: udp.listen(),
    lambda: udp.accept(),
    lambda: udp.shutdown(socket.SHUT_RD),
]
for call in calls:
    try:
        print(call())
    except OSError as e:
        print(type(e).__name__, errno.errorcode[e.errno], e.strerror)
tcp.close()
udp.close()

# Calls that cannot succeed are refused at once, and do not wait.
import os
import select
import socket


def attempt(name, call):
    try:
        print(name, call())
    except (OSError, ValueError) as e:
        print(name, type(e).__name__, e)


closed = socket.create_server(("127.0.0.1", 0))
closed.close()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tcp = socket.socket()
unix = socket.socket(socket.AF_UNIX)
attempt("accept, closed", closed.accept)
attempt("accept, datagrams", udp.accept)
attempt("accept, not listening", tcp.accept)
attempt("accept, UNIX", unix.accept)
attempt("recv, closed", lambda: closed.recv(1))
attempt("recv, not connected", lambda: tcp.recv(1))
attempt("recv, UNIX not connected", lambda: unix.recv(1))
attempt("recv of all, not connected", lambda: tcp.recv(1, socket.MSG_WAITALL))
attempt("recvfrom, not connected", lambda: tcp.recvfrom(1))
attempt("recvmsg, not connected", lambda: tcp.recvmsg(1))
attempt("send, closed", lambda: closed.send(b"x"))
attempt("send, not connected", lambda: tcp.send(b"x"))
attempt("send, UNIX not connected", lambda: unix.send(b"x"))
attempt("send, datagrams to nobody", lambda: udp.send(b"x"))
attempt("too long", lambda: udp.sendto(bytes(70_000), ("127.0.0.1", 9)))
attempt("connect, closed", lambda: closed.connect(("127.0.0.1", 9)))
attempt("shutdown, not connected", lambda: tcp.shutdown(socket.SHUT_RD))
attempt("sendfile, closed", lambda: os.sendfile(9999, udp.fileno(), 0, 1))
attempt("sendfile of a socket", lambda: os.sendfile(tcp.fileno(), udp.fileno(), 0, 1))
attempt("urgent, none", lambda: socket.socketpair()[0].recv(1, socket.MSG_OOB))
attempt("read, closed", lambda: os.read(9999, 1))
attempt("select, closed", lambda: select.select([udp.fileno(), 40], [], [], 5))
reading, writing = os.pipe()
os.close(reading)
attempt("a pipe that nobody reads", lambda: os.write(writing, b"x"))
attempt("writing to the end that reads", lambda: os.write(os.pipe()[0], b"x"))
attempt("reading from the end that writes", lambda: os.read(writing, 1))

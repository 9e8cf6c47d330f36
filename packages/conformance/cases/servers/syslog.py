# logging: SysLogHandler writes to a system log over UDP, over TCP and over a UNIX socket.
import logging
import logging.handlers
import os
import socket
import tempfile

logger = logging.getLogger("program")
logger.propagate = False


def write(handler, receive):
    handler.ident = "me: "
    logger.addHandler(handler)
    logger.error("größe")
    logger.critical("%d", 1)
    logger.removeHandler(handler)
    handler.close()
    print(receive())


with socket.socket(type=socket.SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 0))
    write(logging.handlers.SysLogHandler(s.getsockname()), lambda: (s.recv(100), s.recv(100)))

with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.bind(os.path.join(folder, "log"))
    facility = logging.handlers.SysLogHandler.LOG_LOCAL3
    write(logging.handlers.SysLogHandler(s.getsockname(), facility), lambda: (s.recv(100), s.recv(100)))

with socket.create_server(("127.0.0.1", 0)) as listener:
    handler = logging.handlers.SysLogHandler(listener.getsockname(), socktype=socket.SOCK_STREAM)
    conn, _ = listener.accept()
    with conn:
        write(handler, lambda: conn.makefile("rb").read())

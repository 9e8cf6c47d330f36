# Nobody listens.
import errno
import socket

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    address = s.getsockname()
try:
    socket.create_connection(address)
except OSError as e:
    print(type(e).__name__, errno.errorcode[e.errno], e.strerror, e.filename, len(e.args))
    print(e.errno == errno.ECONNREFUSED, isinstance(e, ConnectionError))

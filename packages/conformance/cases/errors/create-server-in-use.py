# create_server adds what it was about to the system's message.
import errno
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    address = listener.getsockname()
    try:
        socket.create_server(address)
    except OSError as e:
        print(type(e).__name__, errno.errorcode[e.errno], e.strerror.replace(str(address), "ADDRESS"))

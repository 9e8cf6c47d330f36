# conformance: normalize=port needs=stage
# The audit events of a socket's life, with their arguments; and hooks that refuse.
import socket
import sys

listening = False
refuse = False


def hook(event, args):
    if not listening or not event.startswith("socket."):
        return
    print(event, *["itself" if isinstance(arg, socket.SocketType) else ascii(arg) for arg in args])
    if refuse:
        raise RuntimeError(f"no {event}")


sys.addaudithook(hook)
listening = True


def steps():
    yield lambda: socket.socket()
    yield lambda: socket.socket(fileno=client.fileno()).detach()
    yield lambda: server.bind(("127.0.0.1", 0))
    yield lambda: client.connect(server.getsockname())
    yield lambda: client.connect_ex(server.getsockname())
    yield lambda: datagram.sendto(b"x", ("127.0.0.1", 9))
    yield lambda: datagram.sendmsg([b"x"], [], 0, ("127.0.0.1", 9))
    yield lambda: client.sendmsg([b"x"])
    yield lambda: client.send(b"x")
    yield lambda: socket.socketpair()[0].fileno() > 0
    yield lambda: socket.create_connection(server.getsockname()).close()


for refuse in (False, True):
    listening = False
    server, client = socket.create_server(("127.0.0.1", 0)), socket.socket()
    datagram = socket.socket(type=socket.SOCK_DGRAM)
    listening = True
    for number, step in enumerate(steps()):
        try:
            step()
        except (OSError, RuntimeError, TypeError) as error:
            print(number, type(error).__name__, error if isinstance(error, (RuntimeError, TypeError)) else error.strerror)
    listening = False
    for s in (server, client, datagram):
        s.close()

# conformance: normalize=port needs=stage
# The audit events of names and addresses, with their arguments; and hooks that refuse.
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
    yield lambda: socket.gethostname()
    yield lambda: socket.sethostname(3)
    yield lambda: socket.gethostbyname("127.0.0.1")
    yield lambda: socket.gethostbyname(b"127.0.0.1")
    yield lambda: socket.gethostbyname_ex("localhost")
    yield lambda: socket.gethostbyaddr("127.0.0.1")
    yield lambda: socket.getservbyname("http")
    yield lambda: socket.getservbyname("http", "tcp")
    yield lambda: socket.getservbyport(80)
    yield lambda: socket.getservbyport(80, "tcp")
    yield lambda: socket.getprotobyname("tcp")
    yield lambda: socket.getaddrinfo("127.0.0.1", 80)
    yield lambda: socket.getaddrinfo(b"127.0.0.1", "80", type=socket.SOCK_STREAM)
    yield lambda: socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
    yield lambda: socket.if_nametoindex("lo")


for refuse in (False, True):
    listening = True
    for number, step in enumerate(steps()):
        try:
            step()
        except (OSError, RuntimeError, TypeError) as error:
            print(number, type(error).__name__, error if isinstance(error, (RuntimeError, TypeError)) else error.strerror)
    listening = False

# Constants that are members of enumerations.
import inspect
import socket

for kind in (socket.AddressFamily, socket.SocketKind, socket.MsgFlag, socket.AddressInfo):
    print(kind.__name__, kind.__mro__[1].__name__, len(kind), [member.name for member in kind][:5])
print(repr(socket.AF_INET), str(socket.AF_INET), socket.AF_INET + 0, f"{socket.SOCK_STREAM!r}")
print(repr(socket.MSG_PEEK | socket.MSG_DONTWAIT), repr(socket.AI_PASSIVE | socket.AI_CANONNAME))
with socket.socket() as s:
    print(repr(s.family), repr(s.type), s.proto)
print(repr(socket.getaddrinfo("127.0.0.1", 80, proto=socket.IPPROTO_TCP)))
print(inspect.signature(socket.socket), inspect.signature(socket.create_server))

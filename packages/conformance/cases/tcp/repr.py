# conformance: normalize=port,fd
# What a socket says of itself through its life.
import socket

listener = socket.socket()
print(listener)
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener)
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
print(client)
print(server)
client.close()
print(client)
server.close()
listener.close()
unix, other = socket.socketpair()
print(unix)
unix.close()
other.close()

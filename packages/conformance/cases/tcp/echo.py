# Both ends of a connection in one thread.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen()
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(listener.getsockname())
server, address = listener.accept()
print(address == client.getsockname(), server.getpeername() == address)
print(client.send(b"over and out"))
data = server.recv(100)
print(data)
server.sendall(data.upper())
print(client.recv(100))
for s in (client, server, listener):
    s.close()

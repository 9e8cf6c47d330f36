# A connected UDP socket sends without an address and hears its peer only.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client.bind(("127.0.0.1", 0))
client.connect(server.getsockname())
print(client.getpeername() == server.getsockname())
stranger.sendto(b"unheard", client.getsockname())
server.sendto(b"heard", client.getsockname())
print(client.recv(100))
client.setblocking(False)
try:
    client.recv(100)
except BlockingIOError as e:
    print(e.strerror)
print(client.send(b"bare"), server.recvfrom(100)[1] == client.getsockname())
for s in (server, stranger, client):
    s.close()

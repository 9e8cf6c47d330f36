# TCP client: connects, says hello, and prints the answer.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(('localhost', 15000))

client.sendall(b'Hello, server!')
response = client.recv(1024)
print(f'Server says: {response.decode()}')

client.close()

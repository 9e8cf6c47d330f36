# TCP server: one connection, one message, one answer.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # Start again at once
server.bind(('localhost', 15000))
server.listen(5)  # Queue up to 5 connections
print('Server listening on port 15000')

conn, addr = server.accept()  # Blocks until a client connects
print(f'Connected by {addr}')

data = conn.recv(1024)
print(f'Received: {data.decode()}')
conn.sendall(b'Message received')

conn.close()
server.close()

# A server that accepts, and then never says a word.
import socket

server = socket.create_server(('localhost', 15002))
print('Silent server on port 15002')

conn, addr = server.accept()
print('A client is waiting')

# recv() answers b'' when the other side has closed the connection.
while conn.recv(1024):
    pass
print('The client has given up')

conn.close()
server.close()

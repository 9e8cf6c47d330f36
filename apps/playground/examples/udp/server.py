# UDP server: no connection, so each datagram says where it came from.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('localhost', 15001))
print('UDP server listening on port 15001')

data, addr = server.recvfrom(1024)  # Returns (data, address)
print(f'Received from {addr}: {data.decode()}')
server.sendto(b'ACK', addr)

server.close()

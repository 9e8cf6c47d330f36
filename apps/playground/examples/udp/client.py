# UDP client: sends a datagram without connecting, and waits for the answer.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b'UDP message', ('localhost', 15001))

data, addr = client.recvfrom(1024)
print(f'Response: {data.decode()}')

client.close()

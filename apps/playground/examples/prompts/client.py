# You are the client. Type these lines
# when the server waits in accept():
#
#   s = socket.socket()
#   s.connect(('localhost', 15010))
#   s.sendall(b'Hello, server!')
#
# Press Tab to be the server again. Then:
#
#   s.recv(1024)
import socket

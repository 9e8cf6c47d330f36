# You are the server. Type these lines:
#
#   server = socket.socket()
#   server.bind(('localhost', 15010))
#   server.listen()
#   conn, addr = server.accept()
#
# accept() waits for a client: press Tab,
# and be the client. Then:
#
#   conn.recv(1024)
#   conn.sendall(b'Hello, client!')
import socket

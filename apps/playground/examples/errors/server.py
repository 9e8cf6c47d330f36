# A server that hangs up without a good-bye: closing with SO_LINGER set to 0 seconds resets the connection.
import socket
import struct

server = socket.create_server(('localhost', 15003))
print('Rude server on port 15003')

conn, addr = server.accept()
conn.recv(1024)
conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
conn.close()
print('Reset the connection')

# Stay until the client has tried to take our port.
server.accept()[0].close()
server.close()

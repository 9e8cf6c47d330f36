# connect_ex answers an error number where connect raises.
import errno
import socket

listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
client = socket.socket()
print(client.connect_ex(address))
print(errno.errorcode[client.connect_ex(address)])
client.close()
listener.close()
late = socket.socket()
print(errno.errorcode[late.connect_ex(address)])
late.close()

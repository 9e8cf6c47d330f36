# A stream socket with a name in the file system.
import os
import socket
import stat

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
    listener.bind("door")
    listener.listen(1)
    print(stat.S_ISSOCK(os.stat("door").st_mode), listener.getsockname())
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("door")
        server, address = listener.accept()
        print(repr(address), client.getpeername(), repr(client.getsockname()))
        server.sendall(b"come in")
        server.close()
        print(client.recv(100))
os.unlink("door")

# MSG_WAITALL reads on until the buffer is full or the stream ends.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    for part in (b"one ", b"two ", b"three"):
        client.sendall(part)
    print(server.recv(8, socket.MSG_WAITALL))
    client.close()
    print(server.recv(100, socket.MSG_WAITALL))
    print(server.recv(100, socket.MSG_WAITALL))
    server.close()

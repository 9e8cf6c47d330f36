# Closing with a linger time of zero resets the connection.
import socket
import struct

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    try:
        server.recv(10)
    except ConnectionResetError as e:
        print(type(e).__name__, e.strerror)
    print(server.recv(10))
    server.close()

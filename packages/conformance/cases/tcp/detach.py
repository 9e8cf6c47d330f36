# detach() gives the descriptor away; socket(fileno=...) finds out family, type and protocol again.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    address = client.getsockname()
    fd = client.detach()
    print(client.fileno(), fd >= 3)
    try:
        client.send(b"x")
    except OSError as e:
        print(type(e).__name__, e.strerror)
    again = socket.socket(fileno=fd)
    print(again.family, again.type, again.proto == socket.IPPROTO_TCP, again.getsockname() == address)
    again.sendall(b"still here")
    print(server.recv(100))
    again.close()
    server.close()

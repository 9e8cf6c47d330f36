# MSG_PEEK leaves the bytes where they are.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    with socket.create_connection(listener.getsockname()) as client:
        server, _ = listener.accept()
        with server:
            client.sendall(b"look twice")
            print(server.recv(4, socket.MSG_PEEK))
            print(server.recv(4, socket.MSG_PEEK))
            print(server.recv(100))
            server.setblocking(False)
            try:
                server.recv(1, socket.MSG_PEEK)
            except BlockingIOError as e:
                print(type(e).__name__, e.strerror)

# After shutdown(SHUT_WR) the peer reads the end of the stream, and can still answer.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    client.sendall(b"last words")
    client.shutdown(socket.SHUT_WR)
    print(server.recv(100), server.recv(100), server.recv(100))
    try:
        client.send(b"more")
    except BrokenPipeError as e:
        print(type(e).__name__, e.strerror)
    server.sendall(b"heard")
    server.close()
    print(client.recv(100), client.recv(100))
    client.close()

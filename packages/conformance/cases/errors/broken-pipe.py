# Writing to a peer that is gone: the first may pass, then the pipe is broken; there is no SIGPIPE.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    server.close()
    print(client.recv(10), client.send(b"into the void"))
    errors = set()
    for _ in range(3):
        try:
            client.send(b"more")
        except OSError as e:
            errors.add(type(e).__name__)
    print(errors <= {"BrokenPipeError", "ConnectionResetError"}, "BrokenPipeError" in errors)
    client.close()

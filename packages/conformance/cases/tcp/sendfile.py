# sendfile() sends from an offset, some or all, and leaves the file where the sending ended.
import socket
import tempfile

with tempfile.TemporaryFile() as file, socket.create_server(("127.0.0.1", 0)) as listener:
    file.write(b"0123456789" * 1000)
    file.flush()
    with socket.create_connection(listener.getsockname()) as client:
        server, _ = listener.accept()
        with server:
            file.seek(0)
            print(client.sendfile(file, offset=5, count=10), file.tell())
            print(client.sendfile(file, offset=9990), file.tell())
            print(client.sendfile(file, offset=10000), file.tell())
            client.shutdown(socket.SHUT_WR)
            print(server.makefile("rb").read())

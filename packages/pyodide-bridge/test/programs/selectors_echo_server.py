"""An echo server on selectors. Prints its port first."""
import selectors
import socket

selector = selectors.DefaultSelector()


def accept(server):
    connection, _ = server.accept()
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, echo)


def echo(connection):
    data = connection.recv(4096)
    if data:
        connection.sendall(data)
    else:
        selector.unregister(connection)
        connection.close()


with socket.create_server(('127.0.0.1', 0), backlog=1024) as listener:
    selector.register(listener, selectors.EVENT_READ, accept)
    print(listener.getsockname()[1], flush=True)
    while True:
        for key, _ in selector.select():
            key.data(key.fileobj)

# Sockets are not inherited unless that is asked for.
import socket

with socket.socket() as s:
    print(s.get_inheritable())
    s.set_inheritable(True)
    print(s.get_inheritable())
    s.set_inheritable(False)
    print(s.get_inheritable())
with socket.create_server(("127.0.0.1", 0)) as listener:
    with socket.create_connection(listener.getsockname()) as client:
        server, _ = listener.accept()
        print(server.get_inheritable(), client.get_inheritable())
        server.close()

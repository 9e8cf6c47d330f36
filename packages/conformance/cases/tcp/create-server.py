# The two helpers that make a server and a connection.
import socket

with socket.create_server(("127.0.0.1", 0), backlog=5) as listener:
    print(listener.family, listener.type, listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0)
    print(listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    with socket.create_connection(listener.getsockname(), timeout=5, source_address=("127.0.0.1", 0)) as client:
        server, address = listener.accept()
        print(client.gettimeout(), server.gettimeout(), address[0])
        server.close()
print(socket.has_dualstack_ipv6())

# IPv6 addresses have four parts, and a short one is filled up.
import socket

with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as listener:
    listener.bind(("::1", 0))
    listener.listen(1)
    address = listener.getsockname()
    print(address[0], address[2:], len(address))
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as client:
        client.connect(("::1", address[1]))
        server, peer = listener.accept()
        print(peer == client.getsockname(), peer[2:])
        server.sendall(b"six")
        server.close()
        print(client.recv(10), client.recv(10))

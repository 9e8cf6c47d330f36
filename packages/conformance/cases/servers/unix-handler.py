# socketserver: servers on UNIX sockets, for streams and for datagrams.
import os
import socket
import socketserver
import tempfile


class Stream(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"you said " + self.rfile.readline())


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, s = self.request
        s.sendto(b"got " + data, self.client_address)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "stream")
    with socketserver.UnixStreamServer(path, Stream) as server:
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(path)
            s.sendall(b"hello\n")
            server.handle_request()
            print(s.recv(100), s.recv(100), os.path.basename(server.server_address))

    path = os.path.join(folder, "datagrams")
    with socketserver.UnixDatagramServer(path, Datagram) as server:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.bind(os.path.join(folder, "client"))
            s.sendto(b"data", path)
            server.handle_request()
            data, address = s.recvfrom(100)
            print(data, address == path)
    print(sorted(os.listdir(folder)))

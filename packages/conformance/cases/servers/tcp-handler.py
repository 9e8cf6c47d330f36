# socketserver: a TCP server handles requests one after the other, each with a handler object of its own.
import socket
import socketserver


class Shout(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        print("setup", self.client_address[0])

    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())

    def finish(self):
        super().finish()
        print("finish")


class Server(socketserver.TCPServer):
    allow_reuse_address = True
    visits = 0

    def verify_request(self, request, client_address):
        self.visits += 1
        return self.visits > 1


def visit(server, lines):
    with socket.create_connection(server.server_address) as s, s.makefile("rb") as stream:
        s.sendall(b"".join(lines))
        s.shutdown(socket.SHUT_WR)
        server.handle_request()
        return stream.readlines()


with Server(("127.0.0.1", 0), Shout) as server:
    reuse = server.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
    print(reuse != 0, server.fileno() == server.socket.fileno())
    print("refused:", visit(server, []))
    print(visit(server, [b"one\n", b"two\n"]))
    print(visit(server, [b"three\n"]))
    server.timeout = 0.01
    server.handle_timeout = lambda: print("nobody came")
    server.handle_request()
print(server.fileno())

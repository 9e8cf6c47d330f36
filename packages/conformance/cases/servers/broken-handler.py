# socketserver: an exception in a handler is reported by the server, which goes on with the next request.
import contextlib
import io
import socket
import socketserver


class Divide(socketserver.StreamRequestHandler):
    def handle(self):
        a, b = map(int, self.rfile.readline().split())
        self.wfile.write(b"%d" % (a // b))


class Quiet(socketserver.TCPServer):
    def handle_error(self, request, client_address):
        print("could not handle it")


def ask(server, question):
    with socket.create_connection(server.server_address) as s:
        s.sendall(question)
        server.handle_request()
        return s.recv(100)


with Quiet(("127.0.0.1", 0), Divide) as server:
    print([ask(server, question) for question in (b"7 2\n", b"1 0\n", b"x\n", b"9 3\n")])

with socketserver.TCPServer(("127.0.0.1", 0), Divide) as server:
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        print([ask(server, question) for question in (b"1 0\n", b"8 2\n")])
for line in errors.getvalue().splitlines():
    if line.startswith(("-----", "Traceback", "Zero")):
        print(line)

"""Servers on the loopback that exchanges talk with: HTTP, and any protocol over TCP."""
import http.server
import json
import os
import socketserver
import threading

_TLS = os.path.join(os.path.dirname(os.path.realpath(__file__)), '..', '..', 'pyodide-bridge', 'test', 'programs', 'tls')
# Of localhost, with its key; and whose certificate it is signed by.
CERTIFICATE, AUTHORITY = (os.path.join(_TLS, name) for name in ('server.pem', 'ca.pem'))


def serve(server):
    """Starts a server in a thread. Returns its port."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def answer(self, body, kind='application/json', status=200, headers=()):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get('Content-Length', 0)))

    def respond(self):
        """What the exchange says: called for each request."""
        self.answer({'method': self.command, 'path': self.path, 'body': self.body().decode()})

    def do_GET(self):
        self.respond()

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET


def http_server(respond=None, handler=Handler):
    """An HTTP server; `respond(handler)` writes each response. Returns its address, `http://127.0.0.1:PORT`."""
    if respond is not None:
        handler = type('Own', (handler,), {'respond': respond})
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
    server.daemon_threads = True
    return f'http://127.0.0.1:{serve(server)}'


def tcp_server(talk):
    """A TCP server; `talk(read, write)` is called for each connection in a thread of its own. Returns its port."""

    class Connection(socketserver.StreamRequestHandler):
        def handle(self):
            def read(size):
                data = self.rfile.read(size)
                if len(data) < size:
                    raise EOFError
                return data
            try:
                talk(read, self.wfile.write)
            except (EOFError, ConnectionError):
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    return serve(Server(('127.0.0.1', 0), Connection))

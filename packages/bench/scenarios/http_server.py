"""Requests to http.server, a connection each: http_server.py"""

from http.server import BaseHTTPRequestHandler, HTTPServer

from measure import rounds, say

BODY = bytes(1024)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
say(listening=server.server_address[1])

for count in rounds():
    for _ in range(count):
        server.handle_request()

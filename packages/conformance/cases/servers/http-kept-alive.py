# http.server and http.client keep a connection for several requests, with bodies of a known length and in chunks.
import http.client
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201, "Made")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Port", str(self.client_address[1]))
        self.end_headers()
        self.wfile.write(body[::-1])

    def do_GET(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in (b"first ", b"second ", b"third"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever).start()
    connection = http.client.HTTPConnection(*server.server_address)
    ports = set()
    for body in (b"abc", b"x" * 200_000, b""):
        connection.request("POST", "/", body)
        response = connection.getresponse()
        print(response.status, response.reason, response.read() == body[::-1])
        ports.add(response.getheader("X-Port"))
    print(ports == {str(connection.sock.getsockname()[1])})
    connection.request("GET", "/")
    response = connection.getresponse()
    print(response.chunked, response.read(3))
    try:
        connection.getresponse()
    except http.client.ResponseNotReady as e:
        print(type(e).__name__)
    print(response.read())
    connection.close()
    connection.request("PUT", "/", b"data", {"Connection": "close"})
    response = connection.getresponse()
    print(response.status, response.will_close, b"Unsupported method" in response.read())
    server.shutdown()

# A proxy in a few lines: http.client asks it with CONNECT for a tunnel, urllib for whole addresses.
import http.client
import http.server
import select
import socket
import threading
import urllib.request


class Target(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"from the target: " + self.path.encode())

    def log_message(self, *args):
        pass


class Proxy(Target):
    def do_CONNECT(self):
        host, port = self.path.split(":")
        print("tunnel to", host, int(port) == target.server_port)
        self.send_response(200, "Connection established")
        self.end_headers()
        with socket.create_connection((host, int(port))) as other:
            while True:
                for s in select.select([other, self.connection], [], [])[0]:
                    if not (data := s.recv(10_000)):
                        return
                    (self.connection if s is other else other).sendall(data)

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"from the proxy: " + self.path.encode())


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target) as target:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        for server in (target, proxy):
            threading.Thread(target=server.serve_forever).start()
        connection = http.client.HTTPConnection(*proxy.server_address)
        connection.set_tunnel(*target.server_address)
        connection.request("GET", "/through")
        print(connection.getresponse().read())
        connection.close()
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": "http://%s:%d" % proxy.server_address})
        )
        print(opener.open("http://example.com/whole").read())
        for server in (target, proxy):
            server.shutdown()

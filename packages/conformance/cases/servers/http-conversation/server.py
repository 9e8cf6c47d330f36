# conformance: normalize=port
# An HTTP server that keeps notes, until it is told to stop.
import http.server
import json
import threading

notes = {}


class Notes(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        found = self.path in notes
        self.answer(200 if found else 404, notes.get(self.path, "there is no such note"))

    def do_PUT(self):
        notes[self.path] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(201, len(notes))

    def do_DELETE(self):
        self.answer(200, list(notes))
        threading.Thread(target=self.server.shutdown).start()

    def log_message(self, format, *args):
        print(format % args)


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
    print("ready", server.server_port, flush=True)
    server.serve_forever()
print("stopped", notes)

# urllib.request: forms, redirections, passwords, errors that are responses, and nobody there.
import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/old":
            self.answer(302, Location="/new?from=old")
        elif url.path == "/secret" and self.headers["Authorization"] != "Basic bWU6cGFzcw==":
            self.answer(401, WWW_Authenticate='Basic realm="here"')
        elif url.path == "/none":
            self.answer(410, b"it is gone")
        else:
            self.answer(200, json.dumps([url.path, urllib.parse.parse_qs(url.query)]).encode())

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, self.headers["Content-Type"].encode() + b" " + form)

    def log_message(self, *args):
        pass


with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever).start()
    url = "http://%s:%d" % server.server_address
    with urllib.request.urlopen(url + "/old") as response:
        print(response.status, response.url.removeprefix(url), json.load(response))
    print(urllib.request.urlopen(url, urllib.parse.urlencode({"a": "ä b", "c": 1}).encode()).read())
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, "me", "pass")
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
    print(opener.open(url + "/secret").read())
    for path in ("/none", "/secret"):
        try:
            urllib.request.urlopen(url + path)
        except urllib.error.HTTPError as e:
            print(e, e.read())
    server.shutdown()
try:
    urllib.request.urlopen(url)
except urllib.error.URLError as e:
    print(e)

# http.server shows the files of a folder: with their types, as lists, not when they are gone or unchanged.
import functools
import http.client
import http.server
import os
import tempfile
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        print("log", format % args)


def ask(method, path, **headers):
    connection = http.client.HTTPConnection(*server.server_address)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    print(method, path, response.status, response.reason, response.getheader("Content-Type"), len(body), body[:20])
    connection.close()
    return response


with tempfile.TemporaryDirectory() as folder:
    for name, text in (("index.html", "<h1>hello</h1>"), ("sub/data.json", "[1, 2]"), ("sub/größe.txt", "ä\n" * 5)):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    handler = functools.partial(Handler, directory=folder)
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        modified = ask("GET", "/").getheader("Last-Modified")
        ask("HEAD", "/sub/data.json")
        ask("GET", "/sub/gr%C3%B6%C3%9Fe.txt")
        ask("GET", "/sub/")
        print(ask("GET", "/sub").getheader("Location"))
        ask("GET", "/nothing")
        ask("GET", "/", **{"If-Modified-Since": modified})
        ask("POST", "/")
        ask("GET", "/../../etc/passwd")
        server.shutdown()

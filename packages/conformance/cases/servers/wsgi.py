# wsgiref: an application with paths, a form, and an exception that becomes a status of 500.
import contextlib
import http.client
import io
import threading
import wsgiref.simple_server
import wsgiref.validate


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/broken":
        raise LookupError("broken")
    start_response("200 OK" if path == "/" else "404 Not Found", [("Content-Type", "text/plain")])
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        return [b"posted ", body]
    lines = [path, environ["QUERY_STRING"], environ["SERVER_PROTOCOL"], environ["HTTP_X_OWN"], environ["REMOTE_ADDR"]]
    return [line.encode() + b";" for line in lines]


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format, *args):
        print("log", format % args)


checked = wsgiref.validate.validator(application)
errors = io.StringIO()
with contextlib.redirect_stderr(errors):
    with wsgiref.simple_server.make_server("127.0.0.1", 0, checked, handler_class=Handler) as server:
        for method, path, body in (
            ("GET", "/?a=1&b=%20", None), ("GET", "/else", None), ("POST", "/", b"form"), ("GET", "/broken", None),
        ):
            serving = threading.Thread(target=server.handle_request)
            serving.start()
            connection = http.client.HTTPConnection(*server.server_address)
            connection.request(method, path, body, {"X-Own": "mine", "Content-Type": "text/plain"})
            response = connection.getresponse()
            body = response.read()
            connection.close()
            serving.join()
            print(response.status, response.reason, body)
print(errors.getvalue().splitlines()[-1])

# Puts two notes over one connection, reads them over others, and stops the server.
import http.client
import json
import sys
import urllib.error
import urllib.request

address = "127.0.0.1", int(sys.argv[1])
url = "http://%s:%d" % address
connection = http.client.HTTPConnection(*address)
for path, note in (("/one", {"text": "größe", "size": 1}), ("/two", ["x" * 10_000])):
    connection.request("PUT", path, json.dumps(note))
    response = connection.getresponse()
    print(response.status, json.load(response))
for path in ("/one", "/two", "/three"):
    try:
        with urllib.request.urlopen(url + path) as response:
            print(response.status, str(json.load(response))[:30])
    except urllib.error.HTTPError as e:
        print(e.code, e.reason, e.read())
connection.request("DELETE", "/")
print(json.load(connection.getresponse()))
connection.close()

"""What http.client and urllib.request get from a web server: http_client.py PORT"""
import http.client
import sys
import urllib.error
import urllib.request

port = int(sys.argv[1])

connection = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
sock = None
for start in (0, 1000, 999_990):
    connection.request('GET', '/data', headers={'Range': f'bytes={start}-{start + 9}'})
    response = connection.getresponse()
    print(response.status, response.getheader('Content-Range'), response.read())
    # One connection for all of them.
    assert sock in (None, connection.sock)
    sock = connection.sock
connection.request('HEAD', '/data')
response = connection.getresponse()
print(response.status, response.length, response.getheader('Content-Length'), response.read())
connection.close()

with urllib.request.urlopen(f'http://127.0.0.1:{port}/data', timeout=20) as response:
    data = response.read()
    print(response.status, len(data), response.headers['Content-Type'])
with urllib.request.urlopen(f'http://127.0.0.1:{port}/folder') as response:
    print(response.url.rpartition(':')[2].partition('/')[2], response.read())
try:
    urllib.request.urlopen(f'http://127.0.0.1:{port}/missing')
except urllib.error.HTTPError as error:
    print(error.code, error.reason, b'404' in error.read())

"""Requests of http.client over one connection: http_client.py PORT"""

import http.client
import sys

from measure import rounds

connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))

for count in rounds():
    for _ in range(count):
        connection.request("GET", "/")
        connection.getresponse().read()

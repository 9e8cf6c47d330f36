"""msgpack: a stream of messages over TCP, compiled or not, with its own types and times."""
import datetime
import socket

import msgpack
from stub import tcp_server


def talk(read, write):
    unpacker = msgpack.Unpacker(timestamp=3)
    while True:
        unpacker.feed(read(1))
        for message in unpacker:
            write(msgpack.packb([len(message), message], datetime=True))


messages = [{'a': [1, -2, 3.5, None, True]}, 'text', b'\x00bytes', list(range(1000)), 2**63,
            {'at': datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)}]
messages[4] = [2**63]
with socket.create_connection(('127.0.0.1', tcp_server(talk))) as sock, sock.makefile('rb', buffering=0) as stream:
    for message in messages:
        sock.sendall(msgpack.packb(message, datetime=True))
    answers = msgpack.Unpacker(stream, timestamp=3)
    for message in messages:
        size, back = next(answers)
        print(size, back == message)
try:
    msgpack.unpackb(b'\xc1')
except msgpack.exceptions.FormatError as error:
    print(type(error).__name__)

"""pg8000: a login by SCRAM-SHA-256, a query with parameters, an error, on a server of a few messages."""
import base64
import hashlib
import hmac
import struct

import pg8000.native
from stub import tcp_server

SALT, ROUNDS = b'0123456789abcdef', 4096


def digest(key, data):
    return hmac.digest(key, data, 'sha256')


def proves(bare, server_first, final, password=b'secret'):
    """RFC 5802: what the server sends last, or None where the client's proof is wrong."""
    salted = hashlib.pbkdf2_hmac('sha256', password, SALT, ROUNDS)
    without, _, proof = final.rpartition(b',p=')
    said = b','.join([bare, server_first, without])
    key = digest(salted, b'Client Key')
    signature = digest(hashlib.sha256(key).digest(), said)
    if bytes(a ^ b for a, b in zip(key, signature)) != base64.b64decode(proof):
        return None
    return b'v=' + base64.b64encode(digest(digest(salted, b'Server Key'), said))


def talk(read, write):
    def send(kind, data=b''):
        write(kind + struct.pack('>I', len(data) + 4) + data)

    def receive():
        kind = read(1)
        return kind, read(struct.unpack('>I', read(4))[0] - 4)

    def fail(code, message):
        send(b'E', b'SFATAL\0C%s\0M%s\0\0' % (code, message))

    read(struct.unpack('>I', read(4))[0] - 4)
    send(b'R', struct.pack('>I', 10) + b'SCRAM-SHA-256\0\0')
    bare = receive()[1].split(b'\0', 1)[1][4:].partition(b',,')[2]
    first = b'r=%s,s=%s,i=%d' % (bare.partition(b'r=')[2] + b'server', base64.b64encode(SALT), ROUNDS)
    send(b'R', struct.pack('>I', 11) + first)
    verified = proves(bare, first, receive()[1])
    if verified is None:
        return fail(b'28P01', b'password authentication failed')
    send(b'R', struct.pack('>I', 12) + verified)
    send(b'R', struct.pack('>I', 0))
    send(b'Z', b'I')
    query = b''
    while True:
        kind, data = receive()
        match kind:
            case b'P':
                query = data.split(b'\0')[1]
                send(b'1')
            case b'Q':
                query = data.rstrip(b'\0')
                send(b'C', b'DONE\0')
                send(b'Z', b'I')
            case b'D':
                if data[:1] == b'S':
                    send(b't', struct.pack('>HII', 2, 25, 23)[:10] if b'$1' in query else b'\0\0')
                send(b'T', struct.pack('>H', 2) + b''.join(
                    name + b'\0' + struct.pack('>IHIhih', 0, 0, oid, -1, -1, 0) for name, oid in [(b'word', 25), (b'n', 23)]))
            case b'B':
                bound = data
                send(b'2')
            case b'E':
                if b'BREAK' in query:
                    fail(b'42601', b'syntax error at or near "BREAK"')
                else:
                    given = [piece for piece in (b"it's", b'42') if piece in bound]
                    send(b'D', struct.pack('>H', len(given)) + b''.join(struct.pack('>I', len(g)) + g for g in given))
                    send(b'C', b'SELECT 1\0')
            case b'S':
                send(b'Z', b'I')
            case b'X':
                return None


port = tcp_server(talk)
with pg8000.native.Connection('ann', host='127.0.0.1', port=port, password='secret', ssl_context=False) as connection:
    print(connection.run('SELECT :word, :n', word="it's", n=42), connection.columns[0]['name'])
    try:
        connection.run('BREAK')
    except pg8000.exceptions.DatabaseError as error:
        print(error)
try:
    pg8000.native.Connection('ann', host='127.0.0.1', port=port, password='wrong', ssl_context=False)
except pg8000.exceptions.DatabaseError as error:
    print(error)

"""pymysql: a login by mysql_native_password, a query with parameters, an error, on a server of a few packets."""
import hashlib
import struct

import pymysql
from stub import tcp_server

SALT = b'abcdefghijklmnopqrst'


def scramble(password):
    first = hashlib.sha1(password).digest()
    second = hashlib.sha1(SALT + hashlib.sha1(first).digest()).digest()
    return bytes(a ^ b for a, b in zip(first, second))


def text(value):
    return bytes([len(value)]) + value


def talk(read, write):
    count = 0

    def receive():
        nonlocal count
        head = read(4)
        count = head[3] + 1
        return read(head[0] | head[1] << 8 | head[2] << 16)

    def send(data):
        nonlocal count
        write(struct.pack('<I', len(data))[:3] + bytes([count]) + data)
        count += 1

    send(b'\x0a8.0.0-stub\0' + struct.pack('<I', 7) + SALT[:8] + b'\0' + struct.pack('<HBHH', 0xf7ff & ~0x0800, 45, 2, 0x0008)
         + bytes([21]) + b'\0' * 10 + SALT[8:] + b'\0mysql_native_password\0')
    fine = b'\0\0\0\x02\0\0\0'
    if scramble(b'secret') not in receive():
        send(b'\xff' + struct.pack('<H', 1045) + b"#28000Access denied for user 'ann'")
        return
    send(fine)
    while (command := receive())[:1] == b'\x03':
        query = command[1:]
        if query.startswith(b'SELECT'):
            send(b'\x02')
            for name, kind in (b'n', 3), (b'query', 253):
                column = b''.join(map(text, (b'def', b'', b'', b'', name, name)))
                send(column + struct.pack('<BHIBHBH', 12, 45, 255, kind, 0, 0, 0))
            send(b'\xfe\0\0\x02\0')
            for n in b'1', b'2':
                send(text(n) + text(query))
            send(b'\xfe\0\0\x02\0')
        elif query.startswith(b'BREAK'):
            send(b'\xff' + struct.pack('<H', 1064) + b'#42000You have an error in your SQL syntax')
        else:
            send(fine)


port = tcp_server(talk)
options = {'host': '127.0.0.1', 'port': port, 'user': 'ann'}
with pymysql.connect(password='secret', **options) as connection, connection.cursor() as cursor:
    print(cursor.execute('SELECT %s, %s', ("it's", 7)), cursor.fetchall())
    try:
        cursor.execute('BREAK')
    except pymysql.err.ProgrammingError as error:
        print(error)
    connection.commit()
try:
    pymysql.connect(password='wrong', **options)
except pymysql.err.OperationalError as error:
    print(error)

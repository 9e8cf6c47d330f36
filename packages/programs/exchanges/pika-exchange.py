"""pika: a blocking connection declares a queue, publishes to it and gets the message, on a broker of a few methods (AMQP 0-9-1)."""
import struct

import pika
from stub import tcp_server


def short(text):
    return bytes([len(text)]) + text


def long(text):
    return struct.pack('>I', len(text)) + text


def talk(read, write):
    def frame(kind, channel, data):
        write(struct.pack('>BHI', kind, channel, len(data)) + data + b'\xce')

    def method(channel, group, number, data=b''):
        frame(1, channel, struct.pack('>HH', group, number) + data)

    def receive():
        kind, channel, size = struct.unpack('>BHI', read(7))
        data = read(size + 1)[:-1]
        return kind, channel, data

    assert read(8) == b'AMQP\0\0\x09\x01'
    method(0, 10, 10, b'\0\x09' + long(b'') + long(b'PLAIN') + long(b'en_US'))
    header = body = b''
    while True:
        kind, channel, data = receive()
        if kind == 2:
            header = data
        elif kind == 3:
            body += data
        if kind != 1:
            continue
        match struct.unpack('>HH', data[:4]):
            case 10, 11:
                assert b'\0guest\0guest' in data
                method(0, 10, 30, struct.pack('>HIH', 10, 131072, 0))
            case 10, 40:
                method(0, 10, 41, short(b''))
            case 10, 50:
                method(0, 10, 51)
                return
            case 20, 10:
                method(channel, 20, 11, long(b''))
            case 20, 40:
                method(channel, 20, 41)
            case 50, 10:
                method(channel, 50, 11, data[6:7 + data[6]] + struct.pack('>II', 0, 0))
            case 60, 70:
                method(channel, 60, 71, struct.pack('>QB', 1, 0) + short(b'') + short(b'jobs') + struct.pack('>I', 0))
                frame(2, channel, header)
                frame(3, channel, body)
            case 60, 80:
                body = b''


parameters = pika.ConnectionParameters('127.0.0.1', tcp_server(talk))
with pika.BlockingConnection(parameters) as connection:
    channel = connection.channel()
    print(channel.queue_declare('jobs').method.queue)
    channel.basic_publish('', 'jobs', b'work' * 1000, pika.BasicProperties(content_type='text/plain', priority=3))
    got, properties, body = channel.basic_get('jobs')
    print(got.routing_key, properties.content_type, properties.priority, len(body))
    channel.basic_ack(got.delivery_tag)
    print(connection.is_open)
print(connection.is_closed)

"""paho-mqtt: a client in a thread of its own connects, subscribes and gets what it publishes, on a broker of a few packets."""
import threading

import paho.mqtt.client as mqtt
from stub import tcp_server


def talk(read, write):
    def receive():
        kind, size, shift = read(1)[0], 0, 0
        while True:
            byte = read(1)[0]
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return kind, read(size)

    def send(kind, data):
        size, head = len(data), bytes([kind])
        while True:
            size, low = divmod(size, 128)
            head += bytes([low | (128 if size else 0)])
            if not size:
                break
        write(head + data)

    while True:
        kind, data = receive()
        match kind >> 4:
            case 1:
                send(0x20, b'\0\0')
            case 8:
                send(0x90, data[:2] + b'\0')
            case 3:
                if kind & 6:
                    start = 2 + int.from_bytes(data[:2])
                    send(0x40, data[start:start + 2])
                    data = data[:start] + data[start + 2:]
                send(0x30, data)
            case 12:
                send(0xd0, b'')
            case 14:
                return


heard, ready = threading.Event(), threading.Event()
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id='exchange')


@client.connect_callback()
def connected(client, userdata, flags, reason, properties):
    print('connected', reason)
    client.subscribe('a/+')


@client.subscribe_callback()
def subscribed(client, userdata, mid, reasons, properties):
    print('subscribed', reasons[0])
    ready.set()


@client.message_callback()
def message(client, userdata, message):
    print(message.topic, len(message.payload), message.payload[:5])
    heard.set()


client.connect('127.0.0.1', tcp_server(talk))
client.loop_start()
print(ready.wait(10))
info = client.publish('a/b', b'hello' * 1000, qos=1)
info.wait_for_publish(10)
print(info.is_published(), heard.wait(10))
client.disconnect()
client.loop_stop()

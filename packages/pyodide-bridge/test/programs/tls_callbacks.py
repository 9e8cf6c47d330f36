"""What TLS calls back, signals while it waits, and what is left over afterwards: tls_callbacks.py FOLDER"""

import gc
import os
import signal
import socket
import ssl
import sys
import threading
import time
import weakref

folder = sys.argv[1]
client = ssl.create_default_context(cafile=f"{folder}/ca.pem")
server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
server.load_cert_chain(f"{folder}/server.pem")


def pair(name="localhost"):
    ours, theirs = socket.socketpair()
    accepted = []

    def accept():
        try:
            accepted.append(server.wrap_socket(theirs, server_side=True))
        except ssl.SSLError as error:
            accepted.append(error)

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        connected = client.wrap_socket(ours, server_hostname=name)
    except ssl.SSLError as error:
        connected = error
    thread.join()
    return connected, accepted[0]


names = []


def named(connection, name, context):
    names.append((type(connection).__name__, name, context is server))
    time.sleep(0.001)


server.sni_callback = named
a, b = pair()
print(names)

alarms = 0


def alarm(*_):
    global alarms
    alarms += 1
    if alarms == 3:
        raise KeyError("the third")


signal.signal(signal.SIGALRM, alarm)


def interrupted(timeout):
    global alarms
    alarms = 0
    a.settimeout(timeout)
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    try:
        a.recv(1)
    except KeyError as error:
        print(alarms, error)
    signal.setitimer(signal.ITIMER_REAL, 0)


interrupted(None)
interrupted(30)
done = threading.Event()
threading.Thread(target=done.wait).start()
interrupted(None)
interrupted(30)
done.set()
a.settimeout(None)
threading.Timer(0.01, b.sendall, [b"late"]).start()
print(a.recv(10))

server.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_ACCESS_DENIED
print([error.reason for error in pair()])
server.sni_callback = None

messages = []
client._msg_callback = lambda _, way, version, *rest: messages.append((way, version.name))
a, b = pair()
print(messages[0], ("read", "TLSv1_3") in messages)


def refuse(*_):
    raise KeyError("from the callback")


client._msg_callback = refuse
try:
    pair()
except KeyError as error:
    print(repr(error))
client._msg_callback = None

try:
    server.load_cert_chain(f"{folder}/server.pem", password=lambda: 1 / 0)
    print("a key without a password asks for none")
finally:
    before = len(os.listdir("/proc/self/fd"))
for _ in range(20):
    a, b = pair()
    session = a.session
    for connection in a, b:
        connection.close()
del a, b, connection
gc.collect()
print("descriptors left over:", max(len(os.listdir("/proc/self/fd")) - before, 0))

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.sni_callback = lambda *_, cycle=context: cycle
gone = weakref.ref(context)
del context
gc.collect()
print("collected:", gone() is None)

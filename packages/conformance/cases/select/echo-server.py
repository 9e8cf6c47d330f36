# A server and twenty clients on one selector, each with its function as the data of its key.
import selectors
import socket

selector = selectors.DefaultSelector()
answers = {}
CLIENTS = 20


def accept(listener):
    conn, _ = listener.accept()
    conn.setblocking(False)
    selector.register(conn, selectors.EVENT_READ, echo)


def echo(conn):
    if data := conn.recv(100):
        conn.sendall(data.upper())
    else:
        selector.unregister(conn)
        conn.close()


def speak(client):
    client.sendall(b"client %d" % clients.index(client))
    selector.modify(client, selectors.EVENT_READ, hear)


def hear(client):
    answers[clients.index(client)] = client.recv(100)
    selector.unregister(client)
    client.close()


listener = socket.create_server(("127.0.0.1", 0))
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, accept)
clients = []
for _ in range(CLIENTS):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(listener.getsockname())
    clients.append(client)
    selector.register(client, selectors.EVENT_WRITE, speak)
while len(answers) < CLIENTS or len(selector.get_map()) > 1:
    for key, _ in selector.select():
        key.data(key.fileobj)
print(len(answers), answers[0], answers[19], len(set(answers.values())))
print(selector.unregister(listener).data.__name__, len(selector.get_map()))
selector.close()
listener.close()

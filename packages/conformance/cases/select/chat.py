# One loop around select serves three clients: what one says the others hear, and who leaves is forgotten.
import select
import socket

listener = socket.create_server(("127.0.0.1", 0))
clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
members = {}


def step():
    """Serves what is ready; the number of things done."""
    ready, _, _ = select.select([listener, *members], [], [], 0)
    for s in ready:
        if s is listener:
            conn, address = s.accept()
            members[conn] = [client.getsockname() for client in clients].index(address)
        elif data := s.recv(100):
            line = b"%d says %s" % (members[s], data)
            for other in select.select([], list(members), [])[1]:
                if other is not s:
                    other.sendall(line)
        else:
            print("left:", members.pop(s))
            s.close()
    return len(ready)


while len(members) < 3:
    step()
for number, word in ((1, b"hello"), (0, b"who is that?"), (2, b"me")):
    clients[number].sendall(word)
    while step() == 0:
        pass
    print([client.recv(100) for client in clients if client is not clients[number]])
for client in clients[::-1]:
    client.close()
    while step() == 0:
        pass
print(members, select.select([listener], [], [], 0.01))
listener.close()

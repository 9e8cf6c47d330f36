# A chat server with selectors: one thread waits for all sockets at once. It ends when two people have left.
import selectors
import socket

PEOPLE = 2
history = b''  # For those who come late

server = socket.create_server(('localhost', 15005))
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)
print('Chat on port 15005')

present = []
finished = 0
while finished < PEOPLE:
    for key, _ in selector.select():
        if key.fileobj is server:
            person, addr = server.accept()
            person.sendall(history)
            selector.register(person, selectors.EVENT_READ)
            present.append(person)
            print(f'{len(present)} connected')
        elif data := key.fileobj.recv(1024):
            history += data
            print(data.decode(), end='')
            for person in present:
                if person is not key.fileobj:
                    person.sendall(data)
        else:
            selector.unregister(key.fileobj)
            finished += 1

for person in present:
    person.close()
server.close()

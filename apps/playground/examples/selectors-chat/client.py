# Type a line and press Enter: the other person's pane shows it. Ctrl-D leaves.
import os
import selectors
import socket
import sys

name = sys.argv[1]
chat = socket.create_connection(('localhost', 15005))
chat.sendall(f'{name}: hello\n'.encode())

STDIN = 0
selector = selectors.DefaultSelector()
selector.register(STDIN, selectors.EVENT_READ)
selector.register(chat, selectors.EVENT_READ)

connected = True
while connected:
    for key, _ in selector.select():
        if key.fileobj is chat:
            data = chat.recv(1024)
            print(data.decode(), end='')
            connected = data != b''
        elif line := os.read(STDIN, 1024):
            chat.sendall(f'{name}: '.encode() + line)
        else:
            selector.unregister(STDIN)
            chat.shutdown(socket.SHUT_WR)  # We say no more, but still listen

chat.close()

"""Waits for what never comes: wait_forever.py recv | accept | select | poll | epoll | asyncio | sleep"""
import asyncio
import select
import socket
import sys
import time

a, b = socket.socketpair()
poll = select.poll()
poll.register(a, select.POLLIN)
epoll = select.epoll()
epoll.register(a, select.EPOLLIN)
waits = {
    'recv': lambda: a.recv(1),
    'accept': lambda: socket.create_server(('127.0.0.1', 0)).accept(),
    'select': lambda: select.select([a], [], []),
    'poll': lambda: poll.poll(),
    'epoll': lambda: epoll.poll(),
    'asyncio': lambda: asyncio.run(asyncio.sleep(3600)),
    'sleep': lambda: time.sleep(3600),
}
print('ready', flush=True)
waits[sys.argv[1]]()

"""Passes lines between a server and standard input, waiting for both at once: chat_client.py PORT"""
import select
import socket
import sys

with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as server:
    print('connected', flush=True)
    while True:
        ready, _, _ = select.select([sys.stdin, server], [], [])
        if server in ready:
            data = server.recv(4096)
            if not data:
                print('the server has gone')
                break
            print('>', data.decode(), end='', flush=True)
        if sys.stdin in ready:
            line = sys.stdin.readline()
            if not line:
                print('bye')
                break
            server.sendall(line.encode())

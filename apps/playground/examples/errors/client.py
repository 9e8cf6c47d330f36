# What can go wrong. Each error is an OSError, most have a class of their own.
import socket


def attempt(title, function, *args):
    try:
        function(*args)
        print(f'{title}: no error')
    except OSError as error:
        print(f'{title}: {type(error).__name__}: {error.strerror}')


s = socket.create_connection(('localhost', 15003))
s.sendall(b'Are you there?')
attempt('Reset by the server', s.recv, 1024)
s.close()
attempt('Closed socket', s.recv, 1024)

attempt('Port in use', socket.create_server, ('localhost', 15003))
attempt('Nobody listens', socket.create_connection, ('localhost', 1))
attempt('Unknown service', socket.getaddrinfo, 'localhost', 'no-such-service')

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
    attempt('Too long', datagrams.sendto, bytes(100_000), ('localhost', 15003))
with socket.socket() as unconnected:
    attempt('Not connected', unconnected.recv, 1024)

socket.create_connection(('localhost', 15003)).close()  # The server may go

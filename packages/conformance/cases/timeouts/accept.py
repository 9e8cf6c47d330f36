# accept with a timeout; an accepted socket does not take it over.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.settimeout(0.05)
    try:
        listener.accept()
    except TimeoutError as e:
        print(type(e).__name__, e)
    with socket.create_connection(listener.getsockname()):
        server, _ = listener.accept()
        print(listener.gettimeout(), server.gettimeout(), server.getblocking())
        server.close()

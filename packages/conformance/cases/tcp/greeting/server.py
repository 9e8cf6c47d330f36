# conformance: normalize=port
# Serves three clients one after the other, and stops.
import socket

with socket.create_server(("127.0.0.1", 0)) as listener:
    print("ready", listener.getsockname()[1], flush=True)
    for number in range(3):
        conn, address = listener.accept()
        with conn:
            name = conn.recv(100).decode()
            print(number, name, address[0])
            conn.sendall(f"welcome {name}, number {number}".encode())

# shutdown() wakes whoever waits on the socket: also where poll does not tell of it.
import socket
import threading


def meanwhile(name, call, end):
    said = []

    def run():
        try:
            said.append(call())
        except (BrokenPipeError, ConnectionResetError):
            # Which of the two depends on how far the peer's end has come.
            said.append("broken")
        except OSError as e:
            said.append(type(e).__name__)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(0.1)
    print(name, "waits:", thread.is_alive())
    try:
        end()
    except OSError as e:
        print(e)
    thread.join(5)
    print(name, "over:", not thread.is_alive(), said)


def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    return s


def tcp():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


u = udp()
meanwhile("datagrams", lambda: u.recvfrom(9), lambda: u.shutdown(socket.SHUT_RDWR))
big = bytes(20_000_000)
for name, make in ("UNIX", socket.socketpair), ("TCP", tcp):
    a, b = make()
    meanwhile(f"{name} sendall", lambda: a.sendall(big), lambda: a.shutdown(socket.SHUT_WR))
    a, b = make()
    meanwhile(f"{name} sendall to who reads no more", lambda: a.sendall(big), lambda: (b.shutdown(socket.SHUT_RD), b.close()))
    a, b = make()
    meanwhile(f"{name} recv", lambda: a.recv(9), lambda: a.shutdown(socket.SHUT_RD))
    a, b = make()
    meanwhile(f"{name} recv of all", lambda: a.recv(9, socket.MSG_WAITALL), lambda: (b.send(b"four"), b.shutdown(socket.SHUT_WR)))

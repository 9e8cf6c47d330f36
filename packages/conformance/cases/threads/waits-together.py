# Threads wait in select, poll, epoll, recv, accept and recvfrom at the same time, and each wakes for its own reason.
import select
import socket
import threading

order = []
turn = threading.Semaphore(0)
ready = threading.Barrier(7)


def wait(name, call):
    ready.wait()
    call()
    order.append(name)
    turn.release()


pairs = {name: socket.socketpair() for name in ("select", "poll", "epoll", "recv")}
listener = socket.create_server(("127.0.0.1", 0))
datagrams = socket.socket(type=socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 0))
poll = select.poll()
poll.register(pairs["poll"][0], select.POLLIN)
epoll = select.epoll()
epoll.register(pairs["epoll"][0], select.EPOLLIN)
calls = {
    "select": lambda: select.select([pairs["select"][0]], [], []),
    "poll": poll.poll,
    "epoll": epoll.poll,
    "recv": lambda: pairs["recv"][0].recv(1),
    "accept": lambda: listener.accept()[0].close(),
    "recvfrom": lambda: datagrams.recvfrom(10),
}
threads = [threading.Thread(target=wait, args=item) for item in calls.items()]
for thread in threads:
    thread.start()
ready.wait()
print(order)
for name in ("epoll", "accept", "recv", "recvfrom", "select", "poll"):
    if name in pairs:
        pairs[name][1].send(b"x")
    elif name == "accept":
        socket.create_connection(listener.getsockname()).close()
    else:
        datagrams.sendto(b"x", datagrams.getsockname())
    turn.acquire()
for thread in threads:
    thread.join()
print(order)
for thing in (listener, datagrams, epoll, *(end for pair in pairs.values() for end in pair)):
    thing.close()

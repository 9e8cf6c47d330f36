# Ten threads look names up at the same time, where they meet in the import of a codec, and each gets its own answer.
import socket
import threading

HOSTS = ["127.0.0.%d" % number for number in range(1, 9)] + ["::1", "no number"]
answers = {}
backwards = []
together = threading.Barrier(len(HOSTS))


def look_up(host):
    together.wait()
    backwards.append(socket.gethostbyaddr("127.0.0.1")[2])
    try:
        found = socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        answers[host] = [address[:2] for *_, address in found]
    except socket.gaierror as e:
        answers[host] = e.strerror


threads = [threading.Thread(target=look_up, args=[host]) for host in HOSTS]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for host in HOSTS:
    print(host, answers[host])
print(backwards)

# A thread that only computes does not keep the others from running.
import socket
import threading

done = threading.Event()
rounds = 0


def compute():
    global rounds
    while not done.is_set():
        rounds += 1


def echo(s):
    while data := s.recv(100):
        s.sendall(data)


a, b = socket.socketpair()
threads = [threading.Thread(target=compute), threading.Thread(target=echo, args=[a])]
for thread in threads:
    thread.start()
answers = []
for number in range(10):
    b.sendall(b"%d" % number)
    answers.append(b.recv(100))
print(answers)
b.close()
done.set()
for thread in threads:
    thread.join()
a.close()
print(rounds > 0)

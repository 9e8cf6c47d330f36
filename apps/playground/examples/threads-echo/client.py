# Three clients in three threads. A lock keeps their lines apart.
import socket
import threading
import time

lock = threading.Lock()


def talk(name):
    with socket.create_connection(('localhost', 15006)) as s:
        for number in (1, 2):
            s.sendall(f'line {number} of {name}'.encode())
            answer = s.recv(1024).decode()
            with lock:
                print(f'{name} hears {answer}')
            time.sleep(0.5)


threads = [threading.Thread(target=talk, args=(name,)) for name in ('Anna', 'Ben', 'Carla')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('All done')

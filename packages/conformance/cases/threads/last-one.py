# The program does not end before its threads do, and what is called at exit comes after them.
import atexit
import socket
import threading

a, b = socket.socketpair()


def listen():
    while data := a.recv(100):
        print("heard", data)
    print("end of file; main thread is alive:", threading.main_thread().is_alive())
    a.close()


def speak():
    threading.main_thread().join()
    b.sendall(b"after the script's last line")
    b.close()


atexit.register(print, "at exit")
threading.Thread(target=listen).start()
threading.Thread(target=speak).start()
print("last line")

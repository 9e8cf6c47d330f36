# Threads that write to one buffered file wait for each other, and no bytes are lost or mixed.
import os
import threading


def run(*calls):
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


r, w = os.pipe()
out = open(w, "wb", buffering=64)
seen = []


def writing(letter):
    for _ in range(300):
        out.write(letter * 40)


def reading():
    while data := os.read(r, 65536):
        seen.append(data)


reader = threading.Thread(target=reading)
reader.start()
run(lambda: writing(b"a"), lambda: writing(b"b"), lambda: [out.flush() for _ in range(100)])
out.close()
reader.join()
data = b"".join(seen)
print("written", len(data), sorted({data[at : at + 40] for at in range(0, len(data), 40)}))

"""Threads that compute without ever waiting take turns: each goes on until all have seen the others go on."""
import sys
import threading

ROUNDS = 3
turns = [0, 0, 0, 0]
last = [0]


def compute(mine):
    while min(turns) < ROUNDS:
        if last[0] != mine:
            last[0] = mine
            turns[mine] += 1


def tight(flag):
    while flag:
        pass


sys.setswitchinterval(0.001)
threads = [threading.Thread(target=compute, args=(index,)) for index in (1, 2, 3)]
for thread in threads:
    thread.start()
compute(0)
for thread in threads:
    thread.join()
print('all went on', min(turns) >= ROUNDS)

flag = [True]
thread = threading.Thread(target=tight, args=(flag,))
thread.start()
flag.clear()
thread.join()
print('a tight loop ended')

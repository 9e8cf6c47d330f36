# A condition: notify wakes as many as it is told, wait_for goes on waiting until it is true.
import threading

condition = threading.Condition()
arrived = threading.Semaphore(0)
tickets = 0
seen = []


def waiter():
    global tickets
    with condition:
        arrived.release()
        condition.wait_for(lambda: tickets > 0)
        tickets -= 1
        seen.append(tickets)
        condition.notify_all()


threads = [threading.Thread(target=waiter) for _ in range(5)]
for thread in threads:
    thread.start()
for _ in threads:
    arrived.acquire()
with condition:
    print(seen, condition.wait_for(lambda: seen, 0.01))
    tickets = 1
    condition.notify()
    print(seen)
    condition.wait_for(lambda: seen)
    print(seen, tickets)
    condition.notify_all()
    print(condition.wait_for(lambda: len(seen) > 1, 0.01))
    tickets = 4
    condition.notify_all()
for thread in threads:
    thread.join()
print(seen, tickets)
for call in (condition.wait, condition.notify, condition.release):
    try:
        call()
    except RuntimeError as e:
        print(call.__name__, e)

# Who is who: names, identities, the list of all threads.
import threading

go = threading.Event()
met = threading.Barrier(4)
identities = set()


def work():
    me = threading.current_thread()
    identities.add(me.ident)
    assert me.ident == threading.get_ident() and me.native_id is not None
    met.wait()
    go.wait()


print(threading.current_thread() is threading.main_thread(), threading.main_thread().name)
threads = [threading.Thread(target=work), threading.Thread(target=work, name="second"), threading.Thread(target=work)]
print([thread.name for thread in threads], [thread.ident for thread in threads])
print(threads[0], threads[0].daemon)
for thread in threads:
    thread.start()
met.wait()
print(len(identities), threading.get_ident() in identities, threading.active_count())
print([thread.name for thread in threading.enumerate()])
threads[2].name = "renamed"
print(repr(threads[2]).split(",")[0])
go.set()
for thread in threads:
    thread.join()
print([thread.is_alive() for thread in threads], threading.active_count())
print(repr(threads[1]).rsplit(" ", 1)[0])


class Counter(threading.Thread):
    def __init__(self, most):
        super().__init__(name="counter", daemon=True)
        self.most = most

    def run(self):
        self.numbers = list(range(self.most))


counter = Counter(3)
counter.start()
counter.join()
print(counter.name, counter.daemon, counter.numbers)

# The module selectors: the default is epoll, and all kinds answer the same.
import selectors
import socket

print(selectors.DefaultSelector.__name__)
for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    a, b = socket.socketpair()
    with kind() as selector, a, b:
        key = selector.register(a, selectors.EVENT_READ, "data of a")
        selector.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE)
        ready = [(key.fileobj is b, events) for key, events in selector.select()]
        print(kind.__name__, ready, key.data, len(selector.get_map()))
        b.send(b"x")
        selector.modify(b, selectors.EVENT_READ)
        print([(key.data, events) for key, events in selector.select()], selector.get_key(a).data)
        try:
            selector.register(a, selectors.EVENT_READ)
        except KeyError as e:
            print(type(e).__name__, "is already registered" in str(e))
        a.recv(1)
        print(selector.select(0), selector.select(-1), selector.unregister(a).data)
    print(selector.get_map())

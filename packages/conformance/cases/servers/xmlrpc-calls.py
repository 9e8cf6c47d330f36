# xmlrpc: values of all kinds there and back, functions that fail, several calls at once.
import datetime
import threading
import xmlrpc.client
import xmlrpc.server

WHEN = datetime.datetime(2026, 1, 2, 3, 4, 5)


class Shelf:
    def put(self, name, thing):
        setattr(self, name, thing)
        return len(vars(self))

    def _hidden(self):
        return "hidden"


with xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), allow_none=True, logRequests=False) as server:
    server.register_introspection_functions()
    server.register_multicall_functions()
    server.register_function(lambda value: value, "same")
    server.register_function(pow)
    server.register_instance(Shelf())
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    url = "http://%s:%d" % server.server_address
    with xmlrpc.client.ServerProxy(url, allow_none=True, use_builtin_types=True) as proxy:
        for value in (1, -1.5, "<ä & b>", True, None, b"\0\xff", [1, [2, {"three": 4}]], WHEN):
            print(proxy.same(value) == value, repr(value))
        print(proxy.pow(2, 10), proxy.put("a", 1), proxy.put("b", 2))
        print(proxy.system.listMethods())
        for call in (lambda: proxy.pow("x", 2), lambda: proxy._hidden(), lambda: proxy.nothing()):
            try:
                call()
            except xmlrpc.client.Fault as e:
                print(e.faultCode, e.faultString)
        several = xmlrpc.client.MultiCall(proxy)
        several.pow(3, 3)
        several.same([])
        print(tuple(several()))
    server.shutdown()
    serving.join()
try:
    xmlrpc.client.ServerProxy(url).pow(1, 1)
except OSError as e:
    print(e)

"""A thread for each connection: threads_server.py threading|socketserver|pool COUNT. Says what a thread's memory is."""
import concurrent.futures
import gc
import resource
import socket
import socketserver
import sys
import threading

kind, count = sys.argv[1], int(sys.argv[2])
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
served = threading.Semaphore(0)
local = threading.local()


def resident():
    """In KiB."""
    with open('/proc/self/status') as file:
        return next(int(line.split()[1]) for line in file if line.startswith('VmRSS'))


def handle(connection):
    local.connection = connection
    with connection, connection.makefile('rwb') as stream:
        for line in stream:
            assert local.connection is connection
            stream.write(line.upper())
            stream.flush()
    served.release()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        handle(self.request)


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 1024
    daemon_threads = True


before = resident()
if kind == 'socketserver':
    server = Server(('127.0.0.1', 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
else:
    listening = socket.create_server(('127.0.0.1', 0), backlog=1024)
    print(listening.getsockname()[1], flush=True)
    pool = concurrent.futures.ThreadPoolExecutor(count)
    for _ in range(count):
        connection, _ = listening.accept()
        if kind == 'pool':
            pool.submit(handle, connection)
        else:
            threading.Thread(target=handle, args=(connection,)).start()
assert input() == 'all are connected'
gc.collect()
if kind == 'threading':
    # Each collection walks the frames of all threads.
    gc.set_threshold(1)
print(f'{threading.active_count() - 1} threads, {(resident() - before) // count} KiB each', flush=True)
for _ in range(count):
    served.acquire()
print('all are served')

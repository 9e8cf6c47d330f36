# logging: records go over TCP and over UDP, pickled, to a program that has the loggers there.
import logging
import logging.handlers
import pickle
import socket
import socketserver
import struct

got = []


class Records(socketserver.StreamRequestHandler):
    def handle(self):
        while head := self.rfile.read(4):
            size = struct.unpack(">L", head)[0]
            got.append(logging.makeLogRecord(pickle.loads(self.rfile.read(size))))


logger = logging.getLogger("program.part")
logger.setLevel(logging.INFO)
logger.propagate = False
with socketserver.TCPServer(("127.0.0.1", 0), Records) as server:
    handler = logging.handlers.SocketHandler(*server.server_address)
    logger.addHandler(handler)
    logger.info("%s of %d", "one", 2)
    logger.debug("never")
    try:
        {}["key"]
    except KeyError:
        logger.exception("it is not there")
    logger.removeHandler(handler)
    handler.close()
    server.handle_request()
for record in got:
    print(record.name, record.levelname, record.getMessage(), (record.exc_text or "").splitlines()[-1:])

with socket.socket(type=socket.SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 0))
    handler = logging.handlers.DatagramHandler(*s.getsockname())
    logger.addHandler(handler)
    logger.warning("a datagram")
    data = s.recv(10_000)
    print(struct.unpack(">L", data[:4])[0] == len(data) - 4, pickle.loads(data[4:])["msg"])
    handler.close()

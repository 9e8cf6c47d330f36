# conformance: normalize=port needs=stage
# An ICMP error comes back as a message of the error queue, with the address that it is about.
import select
import socket
import struct

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as vacant:
    vacant.bind(("127.0.0.1", 0))
    nobody = vacant.getsockname()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.setsockopt(socket.IPPROTO_IP, socket.IP_RECVERR, 1)
    s.sendto(b"is anybody there", nobody)
    poller = select.poll()
    poller.register(s, 0)
    print(poller.poll(5000) == [(s.fileno(), select.POLLERR)])
    data, ancdata, flags, address = s.recvmsg(100, 200, socket.MSG_ERRQUEUE)
    print(data, flags == socket.MSG_ERRQUEUE, address == nobody)
    (level, kind, packed), = ancdata
    print(level == socket.IPPROTO_IP, kind == socket.IP_RECVERR, struct.unpack_from("=I4B2I", packed)[1:5])

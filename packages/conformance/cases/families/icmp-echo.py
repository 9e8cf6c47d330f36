# conformance: needs=stage
# A ping: an ICMP echo through a raw socket.
import os
import socket
import struct


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
    s.settimeout(5)
    own = os.getpid() & 0xFFFF
    payload = b"an echo has no voice of its own "
    head = struct.pack("!BBHHH", 8, 0, 0, own, 1)
    request = struct.pack("!BBHHH", 8, 0, checksum(head + payload), own, 1) + payload
    print(s.sendto(request, ("127.0.0.1", 0)) == len(request))
    while True:
        data, address = s.recvfrom(1000)
        start = (data[0] & 15) * 4
        kind, code, _, identifier, sequence = struct.unpack_from("!BBHHH", data, start)
        if kind == 0 and identifier == own:
            break
    print(address, code, sequence, checksum(data[start:]), data[start + 8:])

with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as s:
    s.settimeout(5)
    print(s.sendto(struct.pack("!BBHHH", 128, 0, 0, own, 2) + b"six", ("::1", 0)))
    while True:
        data, address = s.recvfrom(1000)
        kind, code, _, identifier, sequence = struct.unpack_from("!BBHHH", data)
        if kind == 129 and identifier == own:
            break
    print(address, code, sequence, data[8:])

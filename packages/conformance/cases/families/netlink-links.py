# conformance: needs=stage
# RTM_GETLINK: the kernel's list of network interfaces, over a netlink socket.
import socket
import struct

RTM_NEWLINK, RTM_GETLINK, NLMSG_DONE = 16, 18, 3
NLM_F_REQUEST, NLM_F_DUMP = 1, 0x300
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU = 1, 3, 4

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as s:
    s.bind((0, 0))
    pid, groups = s.getsockname()
    print(pid > 0, groups, s.family == socket.AF_NETLINK, s.type, s.proto)
    request = struct.pack("=IHHIIB3x", 20, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 7, 0, socket.AF_UNSPEC)
    print(s.sendto(request, (0, 0)))
    done = False
    while not done:
        data, address = s.recvfrom(65536)
        print(address)
        while data:
            length, kind, flags, sequence, _ = struct.unpack_from("=IHHII", data)
            body, data = data[16:length], data[(length + 3) & ~3:]
            done = kind == NLMSG_DONE
            if kind != RTM_NEWLINK:
                continue
            _, kind, index, flags, _ = struct.unpack_from("=BxHiII", body)
            attributes = {}
            at = 16
            while at + 4 <= len(body):
                size, name = struct.unpack_from("=HH", body, at)
                attributes[name] = body[at + 4:at + size]
                at += (size + 3) & ~3
            print(sequence, index, kind, hex(flags), attributes[IFLA_IFNAME], attributes[IFLA_ADDRESS].hex(),
                  int.from_bytes(attributes[IFLA_MTU], "little"))
    print(sorted(socket.if_nameindex()))

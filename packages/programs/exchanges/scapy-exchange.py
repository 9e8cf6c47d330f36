"""scapy: a DNS packet made and taken apart, sent over UDP; where packets may be made, a ping of the loopback."""
import os
import socket
import threading

import scapy.all
from scapy.all import DNS, DNSQR, DNSRR, ICMP, IP, UDP, Ether, conf

conf.verb = 0
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 0))


def serve():
    data, peer = server.recvfrom(2048)
    query = DNS(data)
    server.sendto(bytes(DNS(id=query.id, qr=1, qd=query.qd, an=DNSRR(rrname=query.qd[0].qname, rdata='192.0.2.7'))), peer)


threading.Thread(target=serve, daemon=True).start()
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(bytes(DNS(id=42, rd=1, qd=DNSQR(qname='example.com'))), server.getsockname())
response = DNS(client.recv(2048))
print(response.id, response.an[0].rdata, response.qd[0].qname)
packet = Ether(bytes(Ether(src='02:00:00:00:00:01', dst='02:00:00:00:00:02') / IP(dst='127.0.0.1') / UDP(dport=53) / b'x'))
print(packet.summary(), hex(packet[IP].chksum))
try:
    conf.L3socket = scapy.all.L3RawSocket
    answer = scapy.all.sr1(IP(dst='127.0.0.1') / ICMP(id=7), timeout=5)
    print(answer.sprintf('%IP.src% %ICMP.type%'))
except PermissionError:
    print('no raw sockets here')

"""dnspython: a resolver over UDP, and over TCP where the answer was cut, by threads and by asyncio, on a server made of it."""
import asyncio
import socket
import threading

import dns.asyncresolver
import dns.flags
import dns.message
import dns.resolver
import dns.rrset
from stub import tcp_server


def answer(wire, is_udp):
    query = dns.message.from_wire(wire)
    response = dns.message.make_response(query)
    [question] = query.question
    name = question.name.to_text()
    if name.startswith('long.') and is_udp:
        response.flags |= dns.flags.TC
    elif name.startswith('none.'):
        response.set_rcode(dns.rcode.NXDOMAIN)
    else:
        values = [f'192.0.2.{n}' for n in range(1, 101 if name.startswith('long.') else 3)]
        response.answer.append(dns.rrset.from_text(question.name, 60, 'IN', 'A', *values))
    return response.to_wire()


def talk(read, write):
    while True:
        wire = answer(read(int.from_bytes(read(2))), False)
        write(len(wire).to_bytes(2) + wire)


def serve(sock):
    while True:
        wire, peer = sock.recvfrom(4096)
        sock.sendto(answer(wire, True), peer)


port = tcp_server(talk)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(('127.0.0.1', port))
threading.Thread(target=serve, args=[udp], daemon=True).start()


def configured(resolver):
    resolver.nameservers, resolver.port = ['127.0.0.1'], port
    return resolver


resolver = configured(dns.resolver.Resolver(configure=False))
print(sorted(found.address for found in resolver.resolve('two.example')))
print(len(resolver.resolve('long.example')))
try:
    resolver.resolve('none.example')
except dns.resolver.NXDOMAIN as error:
    print(error)


async def main():
    resolver = configured(dns.asyncresolver.Resolver(configure=False))
    answers = await asyncio.gather(*(resolver.resolve(f'{n}.example') for n in range(5)), resolver.resolve('long.example'))
    print([len(found) for found in answers])


asyncio.run(main())

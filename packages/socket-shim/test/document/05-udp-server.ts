// UDP Server
import * as socket from '@pysock/socket-shim';

const server = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
server.bind(['localhost', 5001]);
console.log('UDP server listening on port 5001');
const [data, addr] = server.recvfrom(1024); // Returns [data, address]
const [host, port] = addr as [string, number];
console.log(`Received from ('${host}', ${port}): ${Buffer.from(data)}`);
server.sendto(Buffer.from('ACK'), addr);
server.close();

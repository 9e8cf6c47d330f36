// TCP Server
import * as socket from '@pysock/socket-shim';

const server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
server.bind(['localhost', 5000]);
server.listen(5); // Queue up to 5 connections
console.log('Server listening on port 5000');
const [conn, addr] = server.accept(); // Blocks until client connects
const [host, port] = addr as [string, number];
console.log(`Connected by ('${host}', ${port})`);
const data = conn.recv(1024);
console.log(`Received: ${Buffer.from(data)}`);
conn.sendall(Buffer.from('Message received'));
conn.close();
server.close();

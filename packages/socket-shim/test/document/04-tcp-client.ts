// TCP Client
import * as socket from '@pysock/socket-shim';

const client = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
client.connect(['localhost', 5000]);
client.sendall(Buffer.from('Hello, server!'));
const response = client.recv(1024);
console.log(`Server says: ${Buffer.from(response)}`);
client.close();

// UDP Client
import * as socket from '@pysock/socket-shim';

const client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
client.sendto(Buffer.from('UDP message'), ['localhost', 5001]);
const [data] = client.recvfrom(1024);
console.log(`Response: ${Buffer.from(data)}`);
client.close();

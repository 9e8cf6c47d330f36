// A connection that Node has accepted is given to Python, and one that Python has made to Node.
import { once } from 'node:events';
import { connect, createServer, Socket } from 'node:net';
import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

const pyodide = await loadPyodide();
const python = installSocket(pyodide);
const server = createServer({ pauseOnConnect: true });
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address();

const client = connect(port, '127.0.0.1');
const [accepted] = await once(server, 'connection');
pyodide.globals.set('number', python.giveToPython(accepted));
await python.run(`
import socket
with socket.socket(fileno=number) as connection:
    connection.sendall(b'from Python')
`);
console.log(String((await once(client, 'data'))[0]));

pyodide.globals.set('port', port);
const made = pyodide.runPython('socket.create_connection(("127.0.0.1", port))');
const [other] = await once(server, 'connection');
new Socket({ fd: python.takeFromPython(made) }).end('from Node');
console.log(String((await once(other.resume(), 'data'))[0]));

server.close();
await python.close();

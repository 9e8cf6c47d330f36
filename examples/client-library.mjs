// A client library of Python's that blocks, called many times at once while JavaScript goes on.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

const server = createServer((request, response) => setTimeout(() => response.end(`answer to ${request.url}`), 50));
await once(server.listen(0, '127.0.0.1'), 'listening');

const pyodide = await loadPyodide();
const python = installSocket(pyodide);
pyodide.runPython(`
import http.client

def get(port, path):
    connection = http.client.HTTPConnection('127.0.0.1', port)
    connection.request('GET', path)
    return connection.getresponse().read().decode()
`);
const get = pyodide.globals.get('get');
const { port } = server.address();
console.log(await Promise.all(['/a', '/b', '/c'].map((path) => get.callPromising(port, path))));
server.close();
await python.close();

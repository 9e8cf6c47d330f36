// An async function of Python, with sockets, called from the handler of a Node server.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

const pyodide = await loadPyodide();
const python = installSocket(pyodide);
pyodide.runPython(`
import asyncio

async def first_line(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    line = await reader.readline()
    writer.close()
    return line.decode().strip()

async def greet(reader, writer):
    writer.write(b'hello from Python\\n')
    await writer.drain()
    writer.close()

async def serve():
    server = await asyncio.start_server(greet, '127.0.0.1', 0)
    return server.sockets[0].getsockname()[1]
`);
const [firstLine, serve] = ['first_line', 'serve'].map((name) => pyodide.globals.get(name));
const greeter = await serve();

const server = createServer(async (_request, response) => response.end(await firstLine('127.0.0.1', greeter)));
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;
const answers = await Promise.all(Array.from({ length: 3 }, async () => (await fetch(url)).text()));
console.log(answers);
server.close();
server.closeAllConnections();
await python.close();

/** In a worker: Python with twenty listening sockets, that then waits as it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';
import { installSocket } from '../../src/index.ts';

const pyodide = await loadPyodide();
const python = installSocket(pyodide);
pyodide.runPython('import socket\nlisteners = [socket.create_server(("127.0.0.1", 0)) for _ in range(20)]');
parentPort?.postMessage(pyodide.runPython('listeners[19].getsockname()[1]'));
if (workerData === 'blocked') pyodide.runPython('listeners[0].accept()');
else await python.run('listeners[0].accept()');

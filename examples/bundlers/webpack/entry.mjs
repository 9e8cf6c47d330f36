import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

const python = installSocket(await loadPyodide());
console.log(await python.run("import socket; a, b = socket.socketpair(); a.send(b'bundled'); str(b.recv(9))"));

// A whole Python, with the host's files: code is run in it, its output goes to a function, and a wait ends at a limit of time.
import { loadPython } from '@pysock/pyodide-bridge';

const lines = [];
await using python = await loadPython({ stdout: (text) => lines.push(text) });
const names = await python.run('import os; print("hello"); len(os.listdir("/proc/self")) > 0');
console.log(names, lines);

try {
  await python.run('import json; json.loads("[1,")');
} catch (error) {
  console.log(error.type, '-', error.message.trim().split('\n').at(-1));
}

const wait = 'import socket; socket.create_server(("127.0.0.1", 0)).accept()';
await python.run(wait, { signal: AbortSignal.timeout(100) }).catch((reason) => console.log(reason.name));

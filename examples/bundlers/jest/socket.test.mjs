import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { installSocket, loadPython } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

/** Pyodide finds its files by the place of its code in a stack trace, which Jest replaces by the place in the source. */
const indexURL = dirname(fileURLToPath(import.meta.resolve('pyodide/pyodide.asm.mjs')));

it('has sockets in a Pyodide', async () => {
  const python = installSocket(await loadPyodide({ indexURL }));
  const code = "import socket; a, b = socket.socketpair(); a.send(b'tested'); str(b.recv(9))";
  expect(await python.run(code)).toBe("b'tested'");
  await python.close();
});

it('is a whole Python', async () => {
  const python = await loadPython();
  expect(await python.run("import os; os.popen('echo tested').read()")).toBe('tested\n');
  await expect(python.run('1 / 0')).rejects.toThrow('ZeroDivisionError');
  await python.close();
});

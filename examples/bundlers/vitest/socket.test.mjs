import { installSocket, loadPython } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';

it('has sockets in a Pyodide', async () => {
  const python = installSocket(await loadPyodide());
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

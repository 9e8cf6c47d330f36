import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPython } from '../src/embedding/load-python.ts';
import { folderOf } from './support/command.ts';

describe('loadPython', () => {
  it.each([
    [{ argv: [] }, 'argv'],
    [{ argv: 'python' }, 'argv'],
    [{ stdin: -1 }, 'stdin'],
    [{ snapshot: true }, 'snapshot'],
    [{ colour: true }, 'colour'],
  ])('refuses %j', async (options, name) => {
    await expect(loadPython(options as never)).rejects.toThrow(new RegExp(`loadPython: [^]*${name}`));
  });

  it('runs a command line to its end, in this process', async () => {
    using folder = folderOf({
      'script.py': 'import os, sys\nprint(sys.argv, os.environ["A"], sys.executable)\nraise SystemExit(4)\n',
    });
    const output = openSync(`${folder.path}/output`, 'w');
    const python = await loadPython({
      argv: ['python', `${folder.path}/script.py`, 'x'],
      executable: '/bin/python',
      env: { ...process.env, A: 'b' },
      stdout: output,
    });
    expect(await python.runMain()).toEqual({ status: 4 });
    closeSync(output);
    expect(readFileSync(`${folder.path}/output`, 'utf8')).toBe(`['${folder.path}/script.py', 'x'] b /bin/python\n`);
  });

  it('gives a Pyodide with sockets and files', async () => {
    using folder = folderOf({ 'a.txt': 'contents' });
    const { pyodide } = await loadPython();
    expect(pyodide.runPython(`open('${folder.path}/a.txt').read()`)).toBe('contents');
    pyodide.runPython('import socket; a, b = socket.socketpair(); a.send(b"x")');
    expect(pyodide.runPython('b.recv(5).decode()')).toBe('x');
  });

  it('runs code after code whose last wait was in a read of C code', async () => {
    await using python = await loadPython();
    const waiting = `import os, threading
r, w = os.pipe()
thread = threading.Thread(target=os.write, args=(w, b'x'))
thread.start()
reader = open(r, 'rb', 0)
reader.read(1)`;
    await python.run(waiting);
    await expect(python.run('1 / 0')).rejects.toThrow('ZeroDivisionError');
    expect(await python.run('thread.join(); reader.close(); 1 + 1')).toBe(2);
  });

  it("hides the host's files on demand", async () => {
    const { pyodide } = await loadPython({ hostFiles: false });
    expect(pyodide.runPython('import os; os.path.exists("/usr")')).toBe(false);
  });

  it('starts without a snapshot', async () => {
    const { pyodide } = await loadPython({ snapshot: false });
    expect(pyodide.runPython('import socket; socket.socketpair()[0].type')).toBe(1);
  });
});

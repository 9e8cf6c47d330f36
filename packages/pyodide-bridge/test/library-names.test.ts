/** Every module of Python's library: what CPython 3.14 on Linux imports, imports. */
import { expect, it } from 'vitest';
import { pysock } from './support/command.ts';

/** What CPython on Linux imports, and this Python does not: at most nine, each with its reason. */
const MISSING: Readonly<Record<string, string>> = {
  _curses: 'ncurses, whose functions take pointers to its windows, is not bound',
  _curses_panel: 'it needs _curses',
  curses: 'it needs _curses',
  _dbm: 'Berkeley DB is not in the interpreter; dbm has SQLite',
  _interpreters: 'Pyodide leaves subinterpreters out of the interpreter',
  _interpchannels: 'it needs _interpreters',
  _interpqueues: 'it needs _interpreters',
  pydoc_data: 'Pyodide leaves it out; help() says that it is not there',
};

/** What CPython on Linux does not import either: other systems' modules, and what Debian and others have in packages of their own. */
const NOT_ON_LINUX = [
  ...[
    '_gdbm',
    '_ios_support',
    '_overlapped',
    '_scproxy',
    '_tkinter',
    '_winapi',
    '_wmi',
    'idlelib',
    'msvcrt',
    'nt',
    'tkinter',
  ],
  ...['turtle', 'turtledemo', 'winreg', 'winsound'],
];

/** readline is there where the system's library is. */
const PROGRAM = `
import importlib, json, sys
missing = []
for name in sorted(sys.stdlib_module_names - {'antigravity', 'this', 'readline'}):
    try:
        importlib.import_module(name)
    except ImportError as error:
        if error.name is None:
            raise
        missing.append(name)
print(json.dumps(missing))
`;

it('imports what CPython on Linux imports', async () => {
  const { stdout, stderr } = await pysock(['-c', PROGRAM]);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([...Object.keys(MISSING), ...NOT_ON_LINUX].sort());
  expect(Object.keys(MISSING).length).toBeLessThanOrEqual(9);
});

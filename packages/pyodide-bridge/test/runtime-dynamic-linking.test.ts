import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderOf, pysock } from './support/command.ts';

const text = (name: string): number[] => [name.length, ...new TextEncoder().encode(name)];
const section = (id: number, ...bytes: number[]): number[] => [id, bytes.length, ...bytes];

/** A library that answers where `Py_GetVersion` is, and what `Py_IsInitialized` says. */
const library = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(0, ...text('dylink.0'), 1, 4, 0, 0, 0, 0),
  ...section(1, 1, 0x60, 0, 1, 0x7f),
  ...section(
    2,
    2,
    ...[...text('GOT.func'), ...text('Py_GetVersion'), 3, 0x7f, 1],
    ...[...text('env'), ...text('Py_IsInitialized'), 0, 0],
  ),
  ...section(3, 2, 0, 0),
  ...section(7, 2, ...text('place'), 0, 1, ...text('is_initialized'), 0, 2),
  ...section(10, 2, ...[4, 0, 0x23, 0, 0x0b], ...[4, 0, 0x10, 0, 0x0b]),
]);

it('symbols of the interpreter are found', async () => {
  const code = `
import ctypes
ctypes.pythonapi.Py_GetVersion.restype = ctypes.c_char_p
print(ctypes.pythonapi.Py_GetVersion()[:4], ctypes.CDLL(None).strlen(b'three'))
try:
    ctypes.pythonapi.Py_NoSuch
except AttributeError as e:
    print('no Py_NoSuch')
`;
  expect(await pysock(['-c', code])).toMatchObject({ stderr: '', stdout: "b'3.14' 5\nno Py_NoSuch\n" });
});

it.each(['first', 'after a symbol'])('a library is linked to the interpreter: %s', async (order) => {
  using folder = folderOf();
  const path = join(folder.path, 'library.so');
  writeFileSync(path, library);
  const code = `
import ctypes
place = lambda function: ctypes.cast(function, ctypes.c_void_p).value
if ${order === 'first' ? 'False' : 'True'}:
    place(ctypes.pythonapi.Py_GetVersion)
library = ctypes.CDLL(${JSON.stringify(path)})
print(library.place() == place(ctypes.pythonapi.Py_GetVersion), library.is_initialized())
`;
  expect(await pysock(['-c', code])).toMatchObject({ stderr: '', stdout: 'True 1\n' });
});

/** A library that has `two`, and one whose `four` is twice that and which needs it, from the folder `deps` beside itself. */
const two = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(0, ...text('dylink.0'), 1, 4, 0, 0, 0, 0),
  ...section(1, 1, 0x60, 0, 1, 0x7f),
  ...section(3, 1, 0),
  ...section(7, 1, ...text('two'), 0, 0),
  ...section(10, 1, ...[4, 0, 0x41, 2, 0x0b]),
]);
const needs = [1, ...text('libtwo.so')];
const rpath = [1, ...text('$ORIGIN/deps')];
const four = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(0, ...text('dylink.0'), ...[1, 4, 0, 0, 0, 0], ...section(2, ...needs), ...section(5, ...rpath)),
  ...section(1, 1, 0x60, 0, 1, 0x7f),
  ...section(2, 1, ...text('env'), ...text('two'), 0, 0),
  ...section(3, 1, 0),
  ...section(7, 1, ...text('four'), 0, 1),
  ...section(10, 1, ...[7, 0, 0x10, 0, 0x10, 0, 0x6a, 0x0b]),
]);

it('a library that needs another finds it, and what is none fails in the words of the loader', async () => {
  using folder = folderOf();
  const place = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder.path, name), bytes);
  for (const name of ['deps', 'alone']) mkdirSync(join(folder.path, name));
  place('libfour.so', four);
  place('deps/libtwo.so', two);
  place('alone/libfour.so', four);
  place('short.so', four.subarray(0, 90));
  place('text.so', new TextEncoder().encode('no library'));
  place('elf.so', new TextEncoder().encode(`\x7fELF${' '.repeat(100)}`));
  const code = `
import ctypes, os, threading
os.chdir(${JSON.stringify(folder.path)})
def attempt(name):
    try:
        print(name, ctypes.CDLL(name).four())
    except OSError as error:
        print(error)
for name in 'alone/libfour.so', './short.so', './text.so', './elf.so', './none.so', './deps':
    attempt(name)
thread = threading.Thread(target=attempt, args=('./libfour.so',))
thread.start()
thread.join()
attempt('alone/libfour.so')
`;
  const { stdout, stderr } = await pysock(['-c', code]);
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual([
    'libtwo.so: cannot open shared object file: No such file or directory',
    './short.so: file too short',
    './text.so: file too short',
    './elf.so: invalid ELF header',
    './none.so: cannot open shared object file: No such file or directory',
    './deps: cannot read file data: Is a directory',
    './libfour.so 4',
    // The one that is loaded has the name that it needs.
    'alone/libfour.so 4',
  ]);
});

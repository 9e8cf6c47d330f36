/** Which compiled modules this Python says that it can load, and that nothing is built for another processor. */
import { expect, it } from 'vitest';
import { folderOf, pysock } from './support/command.ts';

/** As copies of packaging before 25.1 have it, as far as platforms are concerned. */
const OLD_TAGS = `
import sysconfig
def _generic_platforms():
    yield sysconfig.get_platform().replace('-', '_').replace('.', '_')
def _linux_platforms(is_32bit=False):
    yield 'linux_i686'
`;
const NEW_TAGS = `${OLD_TAGS}
def _emscripten_platforms():
    yield 'newest'
    yield from _generic_platforms()
`;

const PROGRAM = `
import os, shutil, sys, sysconfig
from old.packaging import tags as old
from new.packaging import tags as new
print(list(old._linux_platforms()), list(new._linux_platforms(is_32bit=True)))
print(sys.platform, sysconfig.get_platform(), sysconfig.get_config_var('EXT_SUFFIX'))
commands = [sysconfig.get_config_var(name) for name in ('CC', 'CXX', 'LDSHARED', 'LDCXXSHARED')]
print([shutil.which(command.split()[0]) for command in commands])
print(sorted(sysconfig.get_scheme_names())[-3:], sysconfig.get_path('purelib', 'posix_user', {'userbase': '/u'}))
`;

it('tags are WebAssembly, platforms Linux, and no compiler is named', async () => {
  const files = { 'old/packaging/tags.py': OLD_TAGS, 'new/packaging/tags.py': NEW_TAGS, 'program.py': PROGRAM };
  using folder = folderOf(files);
  const { stdout, stderr } = await pysock(['program.py'], { cwd: folder.path });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual([
    "['pyemscripten_2026_0_wasm32', 'emscripten_5_0_3_wasm32'] ['newest', 'emscripten_5_0_3_wasm32']",
    'linux emscripten-5.0.3-wasm32 .cpython-314-wasm32-emscripten.so',
    '[None, None, None, None]',
    "['posix_user', 'posix_venv', 'venv'] /u/lib/python3.14/site-packages",
  ]);
}, 120_000);

const INDEX = `
import ensurepip, os, re, sys
assert ensurepip._main(['--pyodide-index', 'on']) is None
page = open(os.path.join(sys.prefix, 'pyodide-index.html')).read()
links = re.findall('<a href="(https://[^"#]+/full/([^"#]+))#sha256=([0-9a-f]{64})">([^<]+)</a>', page)
print(len(links), all(file == text for _, file, _, text in links))
print(sorted({file.split('-')[-1] for _, file, _, _ in links}), [file.split('-')[0] for _, file, _, _ in links if file.startswith('numpy-')])
print(open(os.path.join(sys.prefix, 'pip.conf')).read().count('pyodide-index.html'))
ensurepip._main(['--pyodide-index', 'off'])
print(open(os.path.join(sys.prefix, 'pip.conf')).read().count('pyodide'), os.path.exists(os.path.join(sys.prefix, 'pyodide-index.html')))
`;

it("Pyodide's distribution is a page for pip, which is looked at when asked for", async () => {
  using folder = folderOf();
  const { stdout, stderr } = await pysock(['-c', INDEX], { env: { XDG_DATA_HOME: folder.path } });
  expect(stderr).toBe('');
  expect(stdout).toBe("148 True\n['pyemscripten_2026_0_wasm32.whl'] ['numpy']\n1\n0 False\n");
}, 120_000);

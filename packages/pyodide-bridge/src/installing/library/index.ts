/** Modules of Python's library that Pyodide leaves out and that are ours, as files of the guest: imported as any other. */
import type { EmscriptenModule } from '../../wasm/emscripten.ts';
import ENSUREPIP from './ensurepip.py.ts';
import ENSUREPIP_MAIN from './ensurepip-main.py.ts';
import ENSUREPIP_WHEEL from './ensurepip-wheel.py.ts';
import VENV from './venv.py.ts';
import VENV_MAIN from './venv-main.py.ts';
import VENV_SCRIPTS from './venv-scripts.py.ts';
import WEBBROWSER from './webbrowser.py.ts';

/** Where CPython's library has them. */
const LIBRARY = '/lib/python3.14';

const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ensurepip: { '__init__.py': ENSUREPIP, '__main__.py': ENSUREPIP_MAIN, '_wheel.py': ENSUREPIP_WHEEL },
  venv: { '__init__.py': VENV, '__main__.py': VENV_MAIN, '_scripts.py': VENV_SCRIPTS },
};

interface Files {
  mkdirTree(path: string): void;
  writeFile(path: string, text: string): void;
}

export function addLibrary(module: EmscriptenModule): void {
  // Emscripten's file system has more functions than its type says.
  const files = module.FS as unknown as Files;
  files.writeFile(`${LIBRARY}/webbrowser.py`, WEBBROWSER);
  for (const [name, texts] of Object.entries(PACKAGES)) {
    const folder = `${LIBRARY}/${name}`;
    files.mkdirTree(folder);
    for (const [file, text] of Object.entries(texts)) files.writeFile(`${folder}/${file}`, text);
  }
}

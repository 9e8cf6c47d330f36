/** Modules of Python's library that Pyodide leaves out and that are ours, as files of the guest: imported as any other. */
import { checksum } from '../../snapshot/checksum.ts';
import type { EmscriptenModule } from '../../wasm/emscripten.ts';
import AIX_SUPPORT from './aix-support.py.ts';
import ANDROID_SUPPORT from './android-support.py.ts';
import APPLE_SUPPORT from './apple-support.py.ts';
import DBM_DUMB from './dbm/dumb.py.ts';
import DBM_GNU from './dbm/gnu.py.ts';
import DBM from './dbm/init.py.ts';
import DBM_NDBM from './dbm/ndbm.py.ts';
import DBM_SQLITE3 from './dbm/sqlite3.py.ts';
import ENSUREPIP from './ensurepip.py.ts';
import ENSUREPIP_INDEX from './ensurepip-index.py.ts';
import ENSUREPIP_MAIN from './ensurepip-main.py.ts';
import ENSUREPIP_UNINSTALL from './ensurepip-uninstall.py.ts';
import ENSUREPIP_WHEEL from './ensurepip-wheel.py.ts';
import OSX_SUPPORT from './osx-support.py.ts';
import { pydecimalText } from './pydecimal.ts';
import VENV from './venv.py.ts';
import VENV_MAIN from './venv-main.py.ts';
import VENV_SCRIPTS from './venv-scripts.py.ts';
import WEBBROWSER from './webbrowser.py.ts';
import ZONEINFO from './zoneinfo/zoneinfo.py.ts';

/** Where CPython's library has them. */
const LIBRARY = '/lib/python3.14';

const FOLDERS: Readonly<Record<string, Readonly<Record<string, string | (() => string)>>>> = {
  '': {
    '_aix_support.py': AIX_SUPPORT,
    '_android_support.py': ANDROID_SUPPORT,
    '_apple_support.py': APPLE_SUPPORT,
    '_osx_support.py': OSX_SUPPORT,
    '_pydecimal.py': pydecimalText,
    'webbrowser.py': WEBBROWSER,
  },
  '/dbm': {
    '__init__.py': DBM,
    'dumb.py': DBM_DUMB,
    'gnu.py': DBM_GNU,
    'ndbm.py': DBM_NDBM,
    'sqlite3.py': DBM_SQLITE3,
  },
  '/ensurepip': {
    '__init__.py': ENSUREPIP,
    '__main__.py': ENSUREPIP_MAIN,
    '_index.py': ENSUREPIP_INDEX,
    '_uninstall.py': ENSUREPIP_UNINSTALL,
    '_wheel.py': ENSUREPIP_WHEEL,
  },
  '/venv': { '__init__.py': VENV, '__main__.py': VENV_MAIN, '_scripts.py': VENV_SCRIPTS },
  // The package lies in the archive, whose importer looks here for what it has not (snapshot/prelude-modules.ts).
  '/zoneinfo': { '_zoneinfo.py': ZONEINFO },
};

interface FileNode {
  contents: Uint8Array;
  usedBytes: number;
  mtime: number;
}

/** What Emscripten's type leaves out. */
interface Files {
  mkdirTree(path: string): void;
  create(path: string): FileNode;
}

/** A file whose bytes are made when it is looked at. Its time is a checksum, so that bytecode which is kept is of this text. */
function addFile(files: Files, path: string, text: string | (() => string)): void {
  let made: Buffer | undefined;
  const bytes = (): Buffer => {
    made ??= Buffer.from(typeof text === 'string' ? text : text());
    return made;
  };
  Object.defineProperties(files.create(path), {
    contents: { get: bytes },
    usedBytes: { get: () => bytes().length },
    mtime: { get: () => (Number.parseInt(checksum(bytes()).slice(0, 8), 16) >>> 1) * 1000 },
  });
}

export function addLibrary(module: EmscriptenModule): void {
  // Emscripten's file system has more functions than its type says.
  const files = module.FS as unknown as Files;
  for (const [folder, texts] of Object.entries(FOLDERS)) {
    files.mkdirTree(LIBRARY + folder);
    for (const [name, text] of Object.entries(texts)) addFile(files, `${LIBRARY}${folder}/${name}`, text);
  }
}

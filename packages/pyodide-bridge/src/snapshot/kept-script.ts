/**
 * Scripts as V8 has compiled them, kept between two starts together with the functions that were run.
 *
 * Node's own cache (`enableCompileCache`) takes an ES module before it runs. Of Pyodide's script, which is one function of a
 * million characters, that is nothing.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { checksum, temporaryName } from './checksum.ts';
import { makeFolder } from './make-folder.ts';
import { removeOldFiles } from './remove-old-files.ts';

const PREFIX = 'code-';
/** How many files are kept, the last ones written. */
const KEPT = 16;

/** With the flags that V8 has now. It takes no code that was made with others. */
const tag = cachedDataVersionTag();

/** The length of a checksum, which a file begins with: V8 believes what it is given. */
const LENGTH = 16;

function read(path: string, digest: string): Buffer | undefined {
  try {
    const file = readFileSync(path);
    const data = file.subarray(LENGTH);
    return checksum(digest, data) === file.toString('latin1', 0, LENGTH) ? data : undefined;
  } catch {
    return undefined;
  }
}

function write(folder: string, name: string, digest: string, data: Uint8Array): void {
  const temporary = join(folder, temporaryName());
  try {
    writeFileSync(temporary, Buffer.concat([Buffer.from(checksum(digest, data)), data]), { flag: 'wx', mode: 0o600 });
    renameSync(temporary, join(folder, name));
    removeOldFiles(folder, PREFIX, KEPT);
  } catch {
    // The disk is full, or another process has been quicker: the next start compiles anew.
    rmSync(temporary, { force: true });
  }
}

export interface KeptScript {
  /** A digest of the source. */
  readonly digest: string;
  /** What the script evaluates to. */
  run(): unknown;
  /** Keeps the code that there is now, unless the kept code was used. */
  keep(): void;
}

// biome-ignore lint/security/noGlobalEval: the text is Pyodide's own script.
const evaluateHere = globalThis.eval;

/**
 * Loads a script. `folder`: where the code is kept, or null. `wrap` makes the script of the file's text, always the same.
 */
export function loadScript(path: string, folder: string | null, wrap: (text: string) => string): KeptScript {
  const source = readFileSync(path);
  const digest = checksum(source);
  const name = `${PREFIX}${checksum(path, process.version, process.arch, String(tag))}.bin`;
  const cachedData = folder === null ? undefined : read(join(folder, name), digest);
  const text = wrap(source.toString());
  const script = new Script(text, { filename: path, ...(cachedData && { cachedData }) });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    digest,
    run() {
      const value = script.runInThisContext();
      // Tests of Jest have globals of their own, WebAssembly among them, and "this context" is Node's nevertheless: what is made
      // there takes no module that was compiled here, and waits for it for ever.
      return value instanceof Function ? value : evaluateHere(text);
    },
    keep() {
      if (isKept || folder === null || cachedDataVersionTag() !== tag || !makeFolder(folder)) return;
      write(folder, name, digest, script.createCachedData());
    },
  };
}

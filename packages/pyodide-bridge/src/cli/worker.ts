/**
 * Python's thread begins here. All code but this lies in one script, of which V8's code is kept: a CommonJS file, as Node takes
 * longer to begin with an ES module.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { type KeptScript, loadScript } from '../snapshot/kept-script.ts';

/** What the script finds in `module`. */
interface ScriptModule {
  readonly exports: { run?(script: KeptScript): void };
  readonly digest: string;
  load(specifier: string): Promise<unknown>;
}

type CommonScript = (
  exports: object,
  require: NodeJS.Require,
  module: ScriptModule,
  __filename: string,
  __dirname: string,
) => void;

const path = join(__dirname, 'python.cjs');
const script = loadScript(
  path,
  cacheFolder(process.env),
  (text) => `(function (exports, require, module, __filename, __dirname) {${text}\n})`,
);
const module: ScriptModule = {
  exports: {},
  digest: script.digest,
  load: (specifier) => import(specifier),
};
(script.run() as CommonScript)(module.exports, createRequire(path), module, path, __dirname);
module.exports.run?.(script);

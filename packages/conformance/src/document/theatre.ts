import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { type TemporaryFolder, temporaryFolder } from '../run/temporary.ts';
import { extractSnippets } from './extract.ts';
import { fileName } from './perform.ts';
import { asItStands } from './run.ts';
import { continuedSource, type Script, toScripts } from './scripts.ts';

export const DOCUMENT = 'documents/socket-module.txt';

export function documentScripts(): Script[] {
  return toScripts(extractSnippets(readFileSync(join(packageRoot(), DOCUMENT), 'utf8')));
}

/** Contract: the scripts as files in a folder of their own; `remove` takes it away again. */
export function layOutScripts(scripts: readonly Script[]): TemporaryFolder {
  const folder = temporaryFolder('pysock-document-');
  for (const script of scripts) {
    writeFileSync(join(folder.path, fileName(script.id)), continuedSource(script));
    if (script.carried.length > 0)
      writeFileSync(join(folder.path, fileName(asItStands(script.id))), `${script.snippet.source}\n`);
  }
  return folder;
}

/** Edited scripts: a reader's own file is changed itself, another script in a copy, which is then run in its place. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@pysock/conformance';

/** Where nobody has named an editor, these are looked for. */
const EDITORS = ['nano', 'vim', 'vi', 'emacs'];

/** Contract: the command line of an editor, or undefined when none is named and none is here. */
export function findEditor(env: NodeJS.ProcessEnv): string | undefined {
  const named = env.VISUAL || env.EDITOR;
  if (named) return named;
  const folders = (env.PATH ?? '').split(delimiter);
  return EDITORS.find((name) => folders.some((folder) => folder !== '' && existsSync(join(folder, name))));
}

export class EditedCopies {
  #folder: TemporaryFolder | undefined;
  readonly #copies = new Map<string, string>();

  /** The file to run and to show for a script. */
  pathOf(path: string): string {
    return this.#copies.get(path) ?? path;
  }

  isEdited(path: string): boolean {
    return this.#copies.has(path);
  }

  /** Contract: the file that may be changed. */
  copyOf(path: string): string {
    const known = this.#copies.get(path);
    if (known !== undefined) return known;
    this.#folder ??= temporaryFolder('pysock-playground-');
    const copy = join(this.#folder.path, String(this.#copies.size), basename(path));
    mkdirSync(dirname(copy));
    copyFileSync(path, copy);
    this.#copies.set(path, copy);
    return copy;
  }

  forget(path: string): void {
    this.#copies.delete(path);
  }

  /** A copy that is as it was is none. */
  forgetUnchanged(path: string): void {
    const copy = this.#copies.get(path);
    if (copy !== undefined && readFileSync(copy).equals(readFileSync(path))) this.#copies.delete(path);
  }
}

/** Contract: undefined when the editor ended well, else what is to be said. The terminal must be free. */
export function runEditor(editor: string, path: string): string | undefined {
  const { error, status } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
  if (error) return error.message;
  return status === 0 ? undefined : `${editor} ended with exit code ${status}`;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { type CaseOptions, readHeader } from './header.ts';

interface CaseBase {
  /** Its path below the folder of cases, without `.py`: `tcp/echo`. */
  readonly id: string;
  /** The first part of the id; a case that lies in no area has ``. */
  readonly area: string;
  readonly options: CaseOptions;
}

/** One script. */
export interface SingleCase extends CaseBase {
  readonly kind: 'single';
  readonly script: string;
}

/** A folder with server.py and client.py: each side runs on either runtime. */
export interface ConversationCase extends CaseBase {
  readonly kind: 'conversation';
  readonly server: string;
  readonly client: string;
}

export type Case = SingleCase | ConversationCase;

/** The folder of the cases that come with this package. */
export function casesFolder(): string {
  return join(packageRoot(), 'cases');
}

/** Contract: the case that a `.py` file is; throws an Error for a bad header or another kind of file. */
export function caseOfFile(script: string): Case {
  if (!script.endsWith('.py')) throw new Error(`${script} is no case: its name does not end in .py`);
  return single(script, dirname(script));
}

/** Contract: all cases below a folder, sorted by id; throws an Error for a bad header or when there is none at all. */
export function discoverCases(root: string): Case[] {
  if (!existsSync(root)) throw new Error(`there is no file or folder ${root}`);
  const cases = walk(root, root).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (cases.length === 0) throw new Error(`${root} has no cases: no .py file lies in it`);
  return cases;
}

function walk(folder: string, root: string): Case[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  if (names.has('server.py') && names.has('client.py')) return [conversation(folder, root)];
  return entries.flatMap((entry): Case[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('__') ? [] : walk(path, root);
    return entry.name.endsWith('.py') ? [single(path, root)] : [];
  });
}

function single(script: string, root: string): SingleCase {
  return { kind: 'single', ...identify(script.slice(0, -'.py'.length), root), script, options: optionsOf(script) };
}

/** Normalisations of both sides apply to both, and the longer time limit. */
function conversation(folder: string, root: string): ConversationCase {
  const server = join(folder, 'server.py');
  const client = join(folder, 'client.py');
  const [a, b] = [optionsOf(server), optionsOf(client)];
  const options = {
    normalize: [...new Set([...a.normalize, ...b.normalize])],
    timeLimit: Math.max(a.timeLimit, b.timeLimit),
    table: false,
    long: false,
    needs: [...new Set([...a.needs, ...b.needs])],
    settings: a.settings.filter((setting) => b.settings.includes(setting)),
  };
  return { kind: 'conversation', ...identify(folder, root), server, client, options };
}

function identify(path: string, root: string): { id: string; area: string } {
  const id = relative(root, path) || basename(path);
  return { id, area: id.includes('/') ? id.slice(0, id.indexOf('/')) : '' };
}

function optionsOf(path: string): CaseOptions {
  return readHeader(readFileSync(path, 'utf8'), path);
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants } from '@pysock/host/constants';
import { describe, expect, test } from 'vitest';
import * as api from '../src/index.ts';

const sourceFolder = join(import.meta.dirname, '..', 'src');
const entry = join(sourceFolder, 'index.ts');

/** What the package exports: each name with its kind, and below a class its own members. */
function surface(): string[] {
  const values = Object.entries(api).flatMap(([name, value]) => [
    `${name}: ${kindOf(value)}`,
    ...membersOf(name, value),
  ]);
  const types = exportsOf(entry).flatMap(({ name, isType }) => (isType ? [`${name}: type`] : []));
  return [...values, ...types].sort();
}

function kindOf(value: unknown): string {
  if (!isClass(value)) return typeof value;
  const { name } = Object.getPrototypeOf(value) as { name: string };
  return name === '' ? 'class' : `class of ${name}`;
}

function isClass(value: unknown): value is { prototype: object } {
  return typeof value === 'function' && Function.prototype.toString.call(value).startsWith('class');
}

function membersOf(name: string, value: unknown): string[] {
  if (!isClass(value)) return [];
  const keys = Reflect.ownKeys(value.prototype).filter((key) => key !== 'constructor' && key !== 'name');
  return keys.map((key) => `${name}.${String(key)}`);
}

interface Export {
  readonly name: string;
  readonly local: string;
  readonly isType: boolean;
  readonly file: string;
}

/** The `export { ... } from` of a file. */
function exportsOf(file: string): Export[] {
  const statements = readFileSync(file, 'utf8').matchAll(/^export (type )?\{([^}]*)\} from '([^']+)';/gms);
  return [...statements].flatMap(([, typeOnly, list = '', from = '']) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item) => {
        const [local = '', name = local] = item.replace(/^type /, '').split(' as ');
        const isType = typeOnly !== undefined || item.startsWith('type ');
        return { name, local, isType, file: join(dirname(file), from) };
      }),
  );
}

/** The doc comment before a declaration; undefined when there is none. */
function docOf({ local, file }: Export): string | undefined {
  if (!file.endsWith('.ts')) return undefined;
  const source = readFileSync(file, 'utf8');
  const declaration = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/).)*)\\*/\\n)?^(?:export )?(?:abstract )?(?:function|class|const|interface|type) ${local}\\b`,
    'ms',
  );
  const renamed = new RegExp(`^export \\{[^}]*\\b(\\w+) as ${local}\\b[^}]*\\};`, 'm').exec(source)?.[1];
  if (renamed !== undefined) return docOf({ name: renamed, local: renamed, isType: false, file });
  const reexport = exportsOf(file).find(({ name }) => name === local);
  return declaration.exec(source)?.[1] ?? (reexport && docOf(reexport));
}

/** What is ours and no Python's. */
const INVENTIONS = new Set([
  'trace',
  'traceLine',
  'traceText',
  'traceFilter',
  'packetCapture',
  'isIncoming',
  'FsPath',
  'INTERRUPTED',
  'blockingWaiter',
  'interruptWith',
]);
const POINTER = /[\w/]+\.(c|h|py): |\bPython's\b|\bio\.\w+/;

describe('the public surface', () => {
  test('is what the file says', async () => {
    await expect(`${surface().join('\n')}\n`).toMatchFileSnapshot('public-surface.txt');
  });

  test('has every constant of _socket', () => {
    const exported: Record<string, unknown> = api;
    const missing = Object.keys(constants).filter((name) => typeof exported[name] !== 'number');
    expect(missing).toEqual([]);
  });

  test('every function, class and type says in its first line where it comes from', () => {
    const undocumented = exportsOf(entry).filter((item) => {
      // Constants are documented by the group of their name; they come from the package host.
      if (item.file.includes('@pysock')) return false;
      const doc = docOf(item);
      const first = doc?.split('\n').find((line) => /\w/.test(line)) ?? '';
      if (item.isType || INVENTIONS.has(item.name)) return doc === undefined;
      if (typeof (api as Record<string, unknown>)[item.name] === 'number') return false;
      return !POINTER.test(first);
    });
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });

  test('every method of a socket says where it comes from', () => {
    const sources = ['module/socket.ts', 'stdlib/socket.ts'].map((file) =>
      readFileSync(join(sourceFolder, file), 'utf8'),
    );
    const members = [...membersOf('', api.socket), ...membersOf('', api.SocketType)].map((member) => member.slice(1));
    const named = members.filter((member) => /^\w+$/.test(member) && member !== 'waiter');
    const silent = named.filter((method) => {
      const doc = new RegExp(`/\\*\\*(?:(?!\\*/).)*\\*/\\n {2}(?:override |protected )?(?:get )?${method}[<(]`, 's');
      return !sources.some((source) => POINTER.test(doc.exec(source)?.[0] ?? ''));
    });
    expect(silent).toEqual([]);
  });
});

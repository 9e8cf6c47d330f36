/** Asks a C compiler for the values of constant expressions, for its own machine or another. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSection } from './elf.ts';

export interface Target {
  readonly name: string;
  /** Its name in `process.arch`: a machine's own compiler is `cc`. */
  readonly arch: string;
  readonly crossCompiler: string;
  /** Debian's packages for the cross compiler. */
  readonly packages: string;
}

export const targets: readonly Target[] = [
  {
    name: 'linux-x64',
    arch: 'x64',
    crossCompiler: 'x86_64-linux-gnu-gcc',
    packages: 'gcc-x86-64-linux-gnu libc6-dev-amd64-cross',
  },
  {
    name: 'linux-arm64',
    arch: 'arm64',
    crossCompiler: 'aarch64-linux-gnu-gcc',
    packages: 'gcc-aarch64-linux-gnu libc6-dev-arm64-cross',
  },
];

const SECTION = '.pysock';
/** As gcc says it, and as clang does. */
const UNDECLARED = /'(\w+)' undeclared|undeclared identifier '(\w+)'/g;

export class Compiler {
  readonly #command: string;
  readonly #directory = mkdtempSync(join(tmpdir(), 'pysock-tables-'));
  readonly #options: readonly string[];

  /** `options`: the compiler's, for headers of another C library. */
  constructor(target: Target, options: readonly string[] = []) {
    this.#command = target.arch === process.arch ? 'cc' : target.crossCompiler;
    // A cross compiler has no BlueZ headers of its own; they hold no machine-dependent type, so the host's serve.
    const bluez = '/usr/include/bluetooth';
    if (existsSync(bluez)) symlinkSync(bluez, join(this.#directory, 'bluetooth'));
    this.#options = [...options, '-x', 'c', '-', '-idirafter', this.#directory];
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true });
  }

  #run(source: string, ...options: string[]): { failed: boolean; missing: boolean; output: string } {
    const result = spawnSync(this.#command, [...this.#options, ...options], {
      input: source,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    return { failed: result.status !== 0, missing: result.error !== undefined, output: result.stderr ?? '' };
  }

  /** Why this compiler can't be used here: it is missing, or one of the headers is. Undefined when it can. */
  missing(headers: readonly string[]): string | undefined {
    const checks = headers.map((header) => `#if !__has_include(<${header}>)\n#error "${header} is missing"\n#endif`);
    const { missing, output } = this.#run(checks.join('\n'), '-fsyntax-only');
    if (missing) return `${this.#command} is not installed`;
    return /"(.* is missing)"/.exec(output)?.[1];
  }

  /** The names of the macros that the headers define. */
  macros(headers: readonly string[]): ReadonlySet<string> {
    const source = ['#define _GNU_SOURCE', ...headers.map((header) => `#include <${header}>`)].join('\n');
    const { stdout } = spawnSync(this.#command, [...this.#options, '-dM', '-E'], { input: source, encoding: 'utf8' });
    return new Set([...stdout.matchAll(/^#define (\w+)/gm)].map(([, name]) => name as string));
  }

  /** The values of C expressions; undefined for one that names something the headers don't declare. */
  evaluate(headers: readonly string[], expressions: readonly string[]): (bigint | undefined)[] {
    const undeclared = new Set<string>();
    const check = this.#run(program(headers, expressions), '-fsyntax-only');
    for (const [, gcc, clang] of check.output.matchAll(UNDECLARED)) undeclared.add((gcc ?? clang) as string);
    const present = expressions.filter((expression) => !undeclared.has(expression));
    const object = join(this.#directory, 'values.o');
    const compiled = this.#run(program(headers, present), '-c', '-o', object);
    if (compiled.failed) throw new Error(`${this.#command} failed:\n${compiled.output}`);
    const bytes = readSection(readFileSync(object), SECTION);
    const values = new Map(present.map((expression, index) => [expression, bytes.readBigInt64LE(index * 8)]));
    return expressions.map((expression) => values.get(expression));
  }
}

function program(headers: readonly string[], expressions: readonly string[]): string {
  return [
    '#define _GNU_SOURCE',
    ...headers.map((header) => `#include <${header}>`),
    `__attribute__((section("${SECTION}"), used)) const long long values[] = {`,
    ...expressions.map((expression) => `  (long long)(${expression}),`),
    '};',
    '',
  ].join('\n');
}

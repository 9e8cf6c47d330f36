import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractSnippets } from '../../src/document/extract.ts';
import { continuedSource, toActs, toScripts } from '../../src/document/scripts.ts';
import { DOCUMENT } from '../../src/document/theatre.ts';
import { packageRoot } from '../../src/package-root.ts';
import { python, pythonMissing, runPython } from '../support/python.ts';

const text = readFileSync(join(packageRoot(), DOCUMENT), 'utf8');
const snippets = extractSnippets(text);
const scripts = toScripts(snippets);
const spaceless = (source: string) => source.split('\n').map((line) => line.trimStart());

describe('the document', () => {
  it('is the text that was given, byte for byte', () => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '7b0adf1c8b275ce66c9b9ff8080184f012e38290f18fe6f7dcc4c185ffc74374',
    );
  });

  it('has these scripts', () => {
    expect(scripts.map(({ id, title }) => [id, title])).toMatchInlineSnapshot(`
      [
        [
          "01-creating-sockets",
          "Creating Sockets",
        ],
        [
          "02-sockets-support-context-managers",
          "Creating Sockets",
        ],
        [
          "03-tcp-server",
          "TCP Client-Server Communication: TCP Server",
        ],
        [
          "04-tcp-client",
          "TCP Client-Server Communication: TCP Client",
        ],
        [
          "05-udp-server",
          "UDP Communication: UDP Server",
        ],
        [
          "06-udp-client",
          "UDP Communication: UDP Client",
        ],
        [
          "07-the-socket-module-provides",
          "Helper Functions and Utilities",
        ],
        [
          "08-for-ip-address-conversion",
          "Helper Functions and Utilities",
        ],
        [
          "09-timeouts-and-operating-modes",
          "Timeouts and Operating Modes",
        ],
        [
          "10-set-a-global-default",
          "Timeouts and Operating Modes",
        ],
        [
          "11-socket-operations-raise-oserror",
          "Error Handling",
        ],
      ]
    `);
  });

  it('loses nothing between its markers, and nothing but leading spaces changes', () => {
    const parts = text.split('python code snippet start\n').slice(1);
    const between = parts.map((part) => part.split(/\n?python code snippet end/)[0]!);
    expect(snippets.map(({ original }) => original)).toEqual(between);
    for (const { source, original } of snippets) expect(spaceless(source)).toEqual(spaceless(original));
  });

  it('records every line that it changes', () => {
    for (const { source, original, changes } of snippets) {
      const before = original.split('\n');
      const changed = source.split('\n').flatMap((line, index) => (line === before[index] ? [] : [index + 1]));
      expect(changes.map(({ line }) => line)).toEqual(changed);
      for (const { line, added, why } of changes) {
        expect(source.split('\n')[line - 1]).toBe(' '.repeat(added) + before[line - 1]);
        expect(why).toMatch(/^in the block that line \d+ opens: /);
      }
    }
  });

  it.skipIf(!python)(`compiles on CPython, each script${pythonMissing}`, () => {
    const sources = scripts.flatMap((script) => [script.snippet.source, continuedSource(script)]);
    const code = 'import json, sys\nfor s in json.load(sys.stdin): compile(s, "snippet", "exec")';
    expect(runPython(code, JSON.stringify(sources))).toMatchObject({ status: 0, stderr: '' });
  });

  it('gives a script the imports that its reader has, and nothing else', () => {
    const carried = scripts.filter((script) => script.carried.length > 0);
    expect(carried.map(({ snippet, carried }) => [snippet.number, ...carried])).toEqual([
      [2, 'import socket'],
      [7, 'import socket'],
      [8, 'import socket'],
      [10, 'import socket'],
    ]);
    for (const script of carried) expect(continuedSource(script)).toBe(`import socket\n${script.snippet.source}\n`);
  });

  it('pairs a server with the client of its section', () => {
    const pairs = toActs(scripts).filter((act) => act.kind === 'pair');
    expect(pairs.map(({ server, client }) => [server.snippet.label, client.snippet.label])).toEqual([
      ['TCP Server', 'TCP Client'],
      ['UDP Server', 'UDP Client'],
    ]);
  });
});

describe('extractSnippets', () => {
  it('takes an end marker that is glued to the code, and one on its own line', () => {
    const document =
      'A\npython code snippet start\na = 1python code snippet end\npython code snippet start\nb = 2\npython code snippet end';
    expect(extractSnippets(document).map(({ source }) => source)).toEqual(['a = 1', 'b = 2']);
  });

  it.each([
    ['a\npython code snippet start\nb', 'line 2: "python code snippet start" without an end'],
    ['python code snippet end', 'line 1: "python code snippet end" without a start'],
    [
      'python code snippet start\na\npython code snippet start\nb\npython code snippet end',
      'line 1: "python code snippet start" without an end',
    ],
  ])('refuses %j', (document, message) => {
    expect(() => extractSnippets(document)).toThrow(message);
  });
});

import { STAGE_HOSTS } from '../stage/names.ts';
import type { Snippet } from './extract.ts';

/** A snippet as something to run. */
export interface Script {
  /** `03-tcp-server`: also its file name. */
  readonly id: string;
  /** The document's heading, and what the script is called if it has a name. */
  readonly title: string;
  /** The sentence that leads to it; empty for a script that has a name. */
  readonly lead: string;
  readonly snippet: Snippet;
  /**
   * `import` lines of earlier snippets that this one lacks and uses: a reader who goes through the document from top to
   * bottom has them already. Empty for a snippet that imports what it uses.
   */
  readonly carried: readonly string[];
  readonly role: 'server' | 'client' | 'alone';
}

/** A server and the client that the same section of the document has for it. */
export interface Pair {
  readonly server: Script;
  readonly client: Script;
}

export type Act = { readonly kind: 'alone'; readonly script: Script } | ({ readonly kind: 'pair' } & Pair);

export function toScripts(snippets: readonly Snippet[]): Script[] {
  return snippets.map((snippet) => {
    const role = snippet.label.match(/\b(server|client)$/i)?.[1]?.toLowerCase();
    return {
      id: `${String(snippet.number).padStart(2, '0')}-${slug(role ? snippet.label : snippet.label || snippet.section)}`,
      title: role ? `${snippet.section}: ${snippet.label}` : snippet.section,
      lead: role ? '' : snippet.label,
      snippet,
      carried: missingImports(
        snippet,
        snippets.filter((other) => other.number < snippet.number),
      ),
      role: role === 'server' || role === 'client' ? role : 'alone',
    };
  });
}

export function actScripts(act: Act): Script[] {
  return act.kind === 'pair' ? [act.server, act.client] : [act.script];
}

/** Contract: every script is in exactly one act, in document order. */
export function toActs(scripts: readonly Script[]): Act[] {
  const acts: Act[] = [];
  for (const script of scripts) {
    const server = script.role === 'client' ? acts.at(-1) : undefined;
    if (server?.kind === 'alone' && server.script.role === 'server' && sameSection(server.script, script)) {
      acts[acts.length - 1] = { kind: 'pair', server: server.script, client: script };
    } else acts.push({ kind: 'alone', script });
  }
  return acts;
}

/** Whether the script names a host that is there on the stage only; `live`: one that tells afterwards what it saw. */
export function meets(script: Script, peer: 'any' | 'live'): boolean {
  const hosts = STAGE_HOSTS.filter((host) => host.peer === 'live' || (peer === 'any' && host.peer !== 'none'));
  const quoted = script.snippet.source.match(/(['"])(?:(?!\1).)*\1/g) ?? [];
  return hosts.some(({ names }) => names.some((name) => quoted.some((text) => text.slice(1, -1) === name)));
}

/** The script with the imports that its reader has. */
export function continuedSource(script: Script): string {
  return `${[...script.carried, script.snippet.source].join('\n')}\n`;
}

function sameSection(a: Script, b: Script): boolean {
  return a.snippet.section === b.snippet.section;
}

function missingImports(snippet: Snippet, earlier: readonly Snippet[]): string[] {
  const lines = new Set(earlier.flatMap(importLines));
  const own = new Set(importLines(snippet));
  return [...lines].filter((line) => {
    const name = line.split(/\s+/).at(-1)!;
    return !own.has(line) && new RegExp(`\\b${name}\\b`).test(snippet.source);
  });
}

function importLines(snippet: Snippet): string[] {
  return snippet.source.split('\n').filter((line) => /^(import|from)\s/.test(line));
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ['script'];
  return words.slice(0, 4).join('-');
}

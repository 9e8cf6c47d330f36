/** Everything that can be chosen: the document's scripts, the conformance cases, the reader's own files. */
import { readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import {
  type Act,
  actScripts,
  type Case,
  casesFolder,
  discoverCases,
  documentScripts,
  fileName,
  layOutScripts,
  toActs,
} from '@pysock/conformance';
import type { Group, Play } from './plays.ts';

export interface Shelf {
  readonly groups: readonly Group[];
  /** Takes the laid out scripts away. */
  remove(): void;
}

/** `TCP Client-Server Communication` is called `tcp`, other scripts by the document's number for them. */
function actName(act: Act): string {
  const [script] = actScripts(act);
  const word = /^\d+-([a-z]+)-server$/.exec(script!.id)?.[1];
  return act.kind === 'pair' && word !== undefined ? word : script!.id;
}

function actTitle(act: Act): string {
  const [script] = actScripts(act);
  return act.kind === 'pair' ? 'Server and client' : script!.lead || script!.title;
}

function documentGroups(folder: string): Group[] {
  const groups = new Map<string, Play[]>();
  for (const act of toActs(documentScripts())) {
    const scripts = actScripts(act).map(({ id, role }) => ({
      role: role === 'alone' ? 'script' : role,
      path: join(folder, fileName(id)),
    }));
    const { section } = actScripts(act)[0]!.snippet;
    const play: Play = { name: actName(act), title: actTitle(act), scripts, ready: 'reachable', isOwn: false };
    groups.set(section, [...(groups.get(section) ?? []), play]);
  }
  return [...groups].map(([section, plays]) => ({ title: section, plays }));
}

/** A case's scripts start with comments for the harness, and its client is told what the server's `ready` line says. */
function casePlay(each: Case): Play {
  const scripts =
    each.kind === 'single'
      ? [{ role: 'script', path: each.script }]
      : [
          { role: 'server', path: each.server },
          { role: 'client', path: each.client },
        ];
  const note = each.options.needs.includes('stage') ? ' (wants the hosts of npm start)' : '';
  const title = `${basename(each.id)}${each.kind === 'conversation' ? ' (server, client)' : ''}${note}`;
  return { name: each.id, title, scripts, ready: 'says so', isOwn: false };
}

function caseGroups(): Group[] {
  const cases = discoverCases(casesFolder());
  const areas = [...new Set(cases.map(({ area }) => area))];
  return areas.map((area) => {
    const plays = cases.filter((each) => each.area === area).map(casePlay);
    return { title: `Cases: ${area}`, plays };
  });
}

export function ownPlay(paths: readonly string[], cwd: string): Play {
  const scripts = paths.map((path) => ({
    role: basename(path, '.py'),
    path: resolve(cwd, path),
  }));
  const names = paths.map((path) => relative(cwd, resolve(cwd, path)) || path);
  return { name: names.join(' '), title: names.join(', '), scripts, ready: 'reachable', isOwn: true };
}

/** The Python files of a folder, and a pair where there is a server with a client. */
function ownGroup(cwd: string): Group {
  const files = readdirSync(cwd, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map(({ name }) => name)
    .sort();
  const pairs = files
    .filter((name) => name.includes('server') && files.includes(name.replace('server', 'client')))
    .map((name) => [name, name.replace('server', 'client')]);
  const plays = [...pairs, ...files.map((name) => [name])].map((paths) => ownPlay(paths, cwd));
  return { title: `Your files in ${basename(cwd) || cwd}`, plays };
}

export function openShelf(cwd: string): Shelf {
  const layout = layOutScripts(documentScripts());
  const own = ownGroup(cwd);
  const groups = [...documentGroups(layout.path), ...(own.plays.length > 0 ? [own] : []), ...caseGroups()];
  return { groups, remove: () => layout.remove() };
}

export function allPlays(groups: readonly Group[]): Play[] {
  return groups.flatMap(({ plays }) => plays);
}

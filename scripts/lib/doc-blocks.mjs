import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The documents of the repository. Changelogs, notes for them, and the user's document are none. */
export function documents() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  const own = listed
    .trim()
    .split('\n')
    .filter((path) => !/CHANGELOG|^\.changeset\/|\/documents\/|^\.github/.test(path));
  return own.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** What may stand in comments above a block: `<!-- NAME: TEXT -->`. */
const DIRECTIVES = ['not run', 'file', 'background', 'beside', 'in clone', 'status', 'release'];

function directivesAbove(lines, index) {
  const found = {};
  for (let at = index - 1; at >= 0; at--) {
    if (lines[at].trim() === '') continue;
    const match = /^<!-- ([a-z ]+?)(?:: (.*))? -->$/.exec(lines[at].trim());
    if (!match || !DIRECTIVES.includes(match[1])) break;
    found[match[1]] = match[2] ?? '';
  }
  return found;
}

/** The code blocks of a document: { path, line, language, code, directives }, in order. An indented one has the language `indented`. */
export function blocksOf({ path, text }) {
  const lines = text.split('\n');
  const blocks = [];
  for (let index = 0; index < lines.length; index++) {
    const fence = /^( *)```(\w*)$/.exec(lines[index]);
    const line = index + 1;
    if (fence) {
      const end = lines.indexOf(`${fence[1]}\`\`\``, index + 1);
      if (end < 0) throw new Error(`${path}:${line}: the block has no end`);
      const code = lines.slice(index + 1, end).map((each) => each.slice(fence[1].length));
      blocks.push({ path, line, language: fence[2], code: code.join('\n'), directives: directivesAbove(lines, index) });
      index = end;
    } else if (/^ {4}\S/.test(lines[index]) && lines[index - 1]?.trim() === '') {
      blocks.push({
        path,
        line,
        language: 'indented',
        code: lines[index].trim(),
        directives: directivesAbove(lines, index),
      });
    }
  }
  return blocks;
}

/** The commands of a console block, each with the output that follows it. */
export function commandsOf(code) {
  const commands = [];
  for (const line of code.split('\n')) {
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), output: [] });
    else if (commands.length === 0) throw new Error(`there is output before a command: ${line}`);
    else commands.at(-1).output.push(line);
  }
  return commands.map(({ command, output }) => ({ command, output: output.join('\n').trim() }));
}

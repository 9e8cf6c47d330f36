import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Relative links of a README as absolute ones, to the files of a tag: npm's page has the README alone. */
export function absoluteLinks(text, folder, url, tag) {
  return text.replace(/(!?)\]\(([^)\s]+)\)/g, (whole, _, to) => {
    if (/^(https?:|#|mailto:)/.test(to)) return whole;
    const path = posix.normalize(posix.join(folder, to));
    const kind = /\.(svg|png)$/.test(path) ? 'raw' : 'blob';
    return whole.replace(`](${to})`, `](${url}/${kind}/${tag}/${path})`);
  });
}

/**
 * Writes into a package of the checkout at `top` where it comes from: repository, homepage and bugs in its manifest, and absolute
 * links in its README. A release does it, as it runs where the repository's address is known.
 */
export function writeOrigin(top, folder, url) {
  const path = join(top, folder, 'package.json');
  const manifest = readJson(path);
  const origin = {
    homepage: `${url}/tree/HEAD/${folder}#readme`,
    bugs: `${url}/issues`,
    repository: { type: 'git', url: `git+${url}.git`, directory: folder },
  };
  writeFileSync(path, `${JSON.stringify({ ...manifest, ...origin }, null, 2)}\n`);
  const readme = join(top, folder, 'README.md');
  writeFileSync(readme, absoluteLinks(readFileSync(readme, 'utf8'), folder, url, `v${manifest.version}`));
}

/** The part of a changelog that is about a version, without its heading. */
export function notesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((each) => each.startsWith(`${version}\n`));
  if (section === undefined) throw new Error(`there are no notes of ${version}`);
  const text = section.slice(version.length).replace(/^- [0-9a-f]{7}: /gm, '- ');
  return text.split(/^### Patch Changes\s+(?:- Updated dependencies[^\n]*\n(?: {2}- [^\n]*\n?)*)+$/m)[0].trim();
}

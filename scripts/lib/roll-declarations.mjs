/**
 * One file of type declarations for all entries of a package, made of those that TypeScript emits for each module: what the
 * entries export and what that names, nothing else. The parser is that of Vite's bundler.
 */
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'rolldown/experimental';
import { referencesOf } from './declared-references.mjs';

/** @typedef {{ file: string, name: string } | { external: string, name: string } | { namespace: string }} Target */

const isRelative = (path) => path.startsWith('.');

/** What a module declares, imports and exports, by name. */
class Declarations {
  constructor(file, text) {
    this.file = file;
    this.text = text;
    this.own = new Map();
    this.imports = new Map();
    this.exports = new Map();
    this.stars = [];
    const { program, errors } = parseSync(file, text, { lang: 'dts' });
    if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
    let end = 0;
    for (const statement of program.body) {
      this.#read(statement, text.slice(end, statement.start));
      end = statement.end;
    }
  }

  resolve(path) {
    return normalize(join(dirname(this.file), path.replace(/(\.d)?\.(ts|js)$/, '.d.ts')));
  }

  #target(path, name) {
    if (name === '*') return isRelative(path) ? { namespace: this.resolve(path) } : { external: path, name };
    return isRelative(path) ? { file: this.resolve(path), name } : { external: path, name };
  }

  #read(statement, before) {
    if (statement.type === 'ImportDeclaration') {
      for (const { type, imported, local } of statement.specifiers) {
        const name = type === 'ImportSpecifier' ? imported.name : type === 'ImportDefaultSpecifier' ? 'default' : '*';
        this.imports.set(local.name, this.#target(statement.source.value, name));
      }
    } else if (statement.type === 'ExportAllDeclaration') {
      const { exported, source } = statement;
      if (exported === null) this.stars.push(source.value);
      else this.exports.set(exported.name, this.#target(source.value, '*'));
    } else if (statement.type === 'ExportNamedDeclaration' && statement.declaration === null) {
      for (const { exported, local } of statement.specifiers) {
        const target = statement.source && this.#target(statement.source.value, local.name);
        this.exports.set(exported.name, target ?? { file: this.file, name: local.name, isLocal: true });
      }
    } else if (statement.type === 'ExportDefaultDeclaration') throw new Error(`${this.file}: a default export`);
    else this.#declare(statement.declaration ?? statement, before, statement.type === 'ExportNamedDeclaration');
  }

  #declare(node, before, isExported) {
    const at = before.lastIndexOf('/**');
    const comment = at < 0 ? '' : `${before.slice(at).trim()}\n`;
    const isType = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'].includes(node.type);
    const parts =
      node.type === 'VariableDeclaration'
        ? node.declarations.map((one) => ({ node: one, before: `${comment}declare ${node.kind} `, after: ';' }))
        : [{ node, before: `${comment}${isType || node.declare ? '' : 'declare '}`, after: '' }];
    for (const part of parts) {
      const name = part.node.id?.name;
      if (name === undefined) continue;
      this.own.set(name, [...(this.own.get(name) ?? []), part]);
      if (isExported) this.exports.set(name, { file: this.file, name, isLocal: true });
    }
  }
}

export class Roll {
  #modules = new Map();
  #read;
  /** The declarations that are needed, in the order in which they were found, under their names in the file. */
  #needed = new Map();
  #external = new Map();
  #namespaces = new Map();
  #taken;
  /** Names that the declarations have from nowhere: the language's, Node's, those of type parameters. */
  unbound = new Set();

  /** `read` returns the text of a module. No declaration gets one of the names `globals`, which mean something else. */
  constructor(read, globals) {
    this.#read = read;
    this.#taken = new Set(globals);
  }

  #module(file) {
    if (!this.#modules.has(file)) this.#modules.set(file, new Declarations(file, this.#read(file)));
    return this.#modules.get(file);
  }

  /** What a module exports, by name. */
  exportsOf(file, seen = new Set()) {
    const module = this.#module(file);
    const all = new Map();
    if (seen.has(file)) return all;
    seen.add(file);
    for (const path of module.stars) {
      if (!isRelative(path)) continue;
      for (const [name, target] of this.exportsOf(module.resolve(path), seen)) all.set(name, target);
    }
    for (const [name, target] of module.exports) all.set(name, this.#follow(target));
    return all;
  }

  /** The packages of which a module exports everything. */
  starsOf(file) {
    const module = this.#module(file);
    return module.stars.flatMap((path) => (isRelative(path) ? this.starsOf(module.resolve(path)) : [path]));
  }

  /** Where a name is declared, through modules that only pass it on. */
  #follow(target) {
    if (target.file === undefined) return target;
    const module = this.#module(target.file);
    if (target.isLocal) {
      if (module.own.has(target.name)) return target;
      const imported = module.imports.get(target.name);
      if (imported === undefined) throw new Error(`${target.file} exports ${target.name}, which is not there`);
      return this.#follow(imported);
    }
    const found = this.exportsOf(target.file).get(target.name);
    if (found === undefined) throw new Error(`${target.file} has no export ${target.name}`);
    return found;
  }

  /** The name in the file of what is declared elsewhere. */
  nameOf(target) {
    const key = JSON.stringify([target.namespace ?? target.external ?? target.file, target.name]);
    const names = target.namespace ? this.#namespaces : target.external ? this.#external : this.#needed;
    const known = names.get(key);
    if (known !== undefined) return known.as;
    const as = this.#free(target.namespace ? /([\w-]+?)(\/index)?\.d\.ts$/.exec(target.namespace)[1] : target.name);
    const entry = { ...target, as };
    names.set(key, entry);
    if (target.namespace) {
      entry.members = [...this.exportsOf(target.namespace)].map(([name, member]) => [name, this.nameOf(member)]);
    } else if (target.file) entry.text = this.#textOf(target);
    return as;
  }

  #free(wanted) {
    const name = wanted === '*' ? 'namespace' : wanted.replaceAll('-', '_');
    let free = name;
    for (let count = 1; this.#taken.has(free); count++) free = `${name}$${count}`;
    this.#taken.add(free);
    return free;
  }

  /** What a reference in a module is called in the file; undefined for what the module has from nowhere. */
  #renamed(module, { name, from }) {
    if (from !== undefined) {
      return isRelative(from) ? this.nameOf(this.#follow({ file: module.resolve(from), name })) : undefined;
    }
    if (module.own.has(name)) return this.nameOf({ file: module.file, name, isLocal: true });
    const imported = module.imports.get(name);
    if (imported !== undefined) return this.nameOf(this.#follow(imported));
    this.unbound.add(name);
    return undefined;
  }

  /** A declaration with the names that things have in the file. */
  #textOf({ file, name }) {
    const module = this.#module(file);
    const texts = module.own.get(name).map(({ node, before, after }) => {
      let text = '';
      let at = node.start;
      for (const reference of referencesOf(node).sort((a, b) => a.start - b.start)) {
        const to = this.#renamed(module, reference);
        if (to === undefined) continue;
        text += module.text.slice(at, reference.start) + to;
        at = reference.end;
      }
      return `${before}${text}${module.text.slice(at, node.end)}${after}`;
    });
    return texts.join('\n');
  }

  /** The file, which exports these. */
  text(exported) {
    const imports = [...this.#external.values()].map(({ external, name, as }) => {
      if (name === '*') return `import * as ${as} from '${external}';`;
      if (name === 'default') return `import ${as} from '${external}';`;
      return `import { ${name === as ? name : `${name} as ${as}`} } from '${external}';`;
    });
    const pairs = (list) => list.map(([name, as]) => (name === as ? name : `${as} as ${name}`)).join(', ');
    const spaces = [...this.#namespaces.values()].map(
      ({ as, members }) => `declare namespace ${as} {\n  export { ${pairs(members)} };\n}`,
    );
    const parts = [...this.#needed.values()].map(({ text }) => text);
    return `${[imports.sort().join('\n'), ...parts, ...spaces, `export { ${pairs(exported)} };`].filter((part) => part !== '').join('\n')}\n`;
  }
}

const SHARED = 'declarations.d.ts';

/**
 * The files of a package with these entries, by name: with one entry its own; else each has what it exports from one file.
 *
 * @param {readonly string[]} entries
 * @param {(file: string) => string} read
 * @returns {Map<string, string>}
 */
export function rollDeclarations(entries, read) {
  let roll = new Roll(read, new Set());
  const rolled = () => entries.map((entry) => [...roll.exportsOf(entry)].map(([name, to]) => [name, roll.nameOf(to)]));
  rolled();
  roll = new Roll(read, roll.unbound);
  const lists = rolled();
  const stars = (entry) => roll.starsOf(entry).map((path) => `export * from '${path}';\n`);
  if (entries.length === 1) return new Map([[entries[0], [roll.text(lists[0]), ...stars(entries[0])].join('')]]);
  const all = new Map(lists.flat().map(([, as]) => [as, as]));
  const files = new Map([[SHARED, roll.text([...all])]]);
  entries.forEach((entry, index) => {
    const from = relative(dirname(entry), SHARED.replace('.d.ts', '.js'));
    const names = lists[index].map(([name, as]) => (name === as ? name : `${as} as ${name}`));
    const own = `export { ${names.join(', ')} } from '${from.startsWith('.') ? from : `./${from}`}';\n`;
    files.set(entry, [own, ...stars(entry)].join(''));
  });
  return files;
}

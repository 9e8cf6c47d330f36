/** What the normalisations need to know of the runtime whose text they rewrite. */
export interface Dialect {
  /** Folders of this run, which no other run has. */
  readonly temporary?: readonly string[];
  /** The machine's name. */
  readonly hostname?: string;
  /** Its Python, `3.14.2`. */
  readonly python?: string;
}

type Rewrite = (text: string, dialect: Dialect) => string;

/** Each distinct match becomes `<what 1>`, `<what 2>`, so that the same value twice stays the same value twice. */
function numbered(what: string, pattern: RegExp, accept: (match: string) => boolean = () => true): Rewrite {
  return (text) => {
    const seen = new Map<string, string>();
    return text.replace(pattern, (match) => {
      if (!accept(match)) return match;
      if (!seen.has(match)) seen.set(match, `<${what} ${seen.size + 1}>`);
      return seen.get(match)!;
    });
  };
}

const REWRITES = {
  /** Ports that the system chose: Linux takes them from 32768 to 60999. */
  port: numbered('port', /(?<![\w.])\d{5}(?![\w.])/g, (match) => Number(match) >= 32768 && Number(match) <= 60999),
  /** Descriptor numbers in the text of a socket object. */
  fd: numbered('fd', /\bfd=\d+/g),
  /** Addresses of objects in memory. */
  address: numbered('address', /\b0x[0-9a-f]{6,16}\b/g),
  /** What a traceback adds to the message of an exception, and each version of Python adds something else. */
  suggestion: (text) => text.replace(/\. Did you (?:mean|forget)\b[^\n]*\?$/gm, ''),
  /** The machine's name. */
  hostname: (text, { hostname }) =>
    hostname
      ? text.replace(new RegExp(`(?<![\\w.-])${hostname.replace(/[^\w-]/g, '\\$&')}(?![\\w.-])`, 'g'), '<hostname>')
      : text,
  /** Folders that were made for this run. */
  tmp: (text, dialect) =>
    (dialect.temporary ?? []).reduce((result, folder) => result.replaceAll(folder, '<tmp>'), text),
} satisfies Record<string, Rewrite>;

/** Contract: true for `3.14.2` and `3.14.8`; an unknown version is like any other. */
export function sameVersion(a: Dialect, b: Dialect): boolean {
  const minor = ({ python }: Dialect) => python?.split('.').slice(0, 2).join('.');
  return a.python === undefined || b.python === undefined || minor(a) === minor(b);
}

export type Normalization = keyof typeof REWRITES;

export const NORMALIZATIONS = Object.keys(REWRITES) as [Normalization, ...Normalization[]];

export function normalize(text: string, names: readonly Normalization[], dialect: Dialect): string {
  return NORMALIZATIONS.filter((name) => names.includes(name)).reduce(
    (result, name) => REWRITES[name](result, dialect),
    text,
  );
}

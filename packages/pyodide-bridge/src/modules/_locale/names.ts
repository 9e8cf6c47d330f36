/** setlocale(3) of glibc, as far as names go: which locale each category has. */

/** In the order in which glibc lists them; LC_ALL has the number 6. */
const CATEGORIES = [
  ...['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES', ''],
  ...['LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT', 'LC_IDENTIFICATION'],
] as const;
export const LC_CTYPE = 0;
export const LC_ALL = 6;
const SINGLE = CATEGORIES.flatMap((name, number) => (name === '' ? [] : [number]));

export interface System {
  has(name: string): boolean;
  getenv(name: string): string | undefined;
}

export class LocaleNames {
  readonly #system: System;
  readonly #names: string[] = CATEGORIES.map(() => 'C');

  constructor(system: System) {
    this.#system = system;
  }

  /** The name of a category, or of all of them; undefined where there is no such category. */
  name(category: number): string | undefined {
    if (category !== LC_ALL) return this.#names[category];
    const first = this.#names[LC_CTYPE] as string;
    if (SINGLE.every((number) => this.#names[number] === first)) return first;
    return SINGLE.map((number) => `${CATEGORIES[number]}=${this.#names[number]}`).join(';');
  }

  /** Returns the new name; undefined, with nothing changed, where the system has no such locale. An empty one is the environment's. */
  set(category: number, name: string): string | undefined {
    const wanted = category === LC_ALL ? this.#namesOfAll(name) : [[category, name] as const];
    const found = wanted?.map(([number, given]) => [number, this.#find(number, given)] as const) ?? [];
    if (found.length === 0 || found.some(([, given]) => given === undefined)) return undefined;
    for (const [number, given] of found) this.#names[number] = given as string;
    return this.name(category);
  }

  /** One name for all, or the list that {@link name} returns. */
  #namesOfAll(name: string): (readonly [number, string])[] | undefined {
    if (!name.includes(';')) return SINGLE.map((number) => [number, name]);
    const parts = new Map(name.split(';').map((part) => part.split('=', 2) as [string, string]));
    const list = SINGLE.map((number) => [number, parts.get(CATEGORIES[number] as string)] as const);
    return parts.size === SINGLE.length && list.every(([, part]) => part) ? (list as [number, string][]) : undefined;
  }

  #find(category: number, given: string): string | undefined {
    const variable = CATEGORIES[category];
    if (!variable) return undefined;
    const { getenv, has } = this.#system;
    const name = given || getenv('LC_ALL') || getenv(variable) || getenv('LANG') || 'C';
    if (name === 'C' || name === 'POSIX') return 'C';
    return has(name) ? name : undefined;
  }
}

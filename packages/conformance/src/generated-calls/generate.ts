import { CALLABLES, type Callable, KEYWORD_KINDS } from './functions.ts';
import { Random } from './random.ts';
import { ADDRESSES, ANYTHING, KINDS } from './values.ts';

/** How often an argument is of the kind that is expected; else it is anything. */
const EXPECTED = 0.85;
/** How often there is an argument too few or too many. */
const MISCOUNTED = 0.1;
const BY_NAME = 0.3;
const UNKNOWN_NAME = 0.1;

/** Contract: Python expressions that call something, the same for the same seed; each at most once. */
export function generateCalls(seed: number, count: number): string[] {
  const random = new Random(seed);
  const calls = new Set<string>();
  for (let tries = 0; calls.size < count && tries < count * 100; tries++) calls.add(generateCall(random));
  return [...calls];
}

function generateCall(random: Random): string {
  const callable = random.pick(CALLABLES);
  const byName = callable.keywords.length > 0 && random.chance(BY_NAME);
  const given = argumentCount(callable, random);
  const positional = byName ? random.below(given + 1) : given;
  const args = Array.from({ length: positional }, (_, index) => argument(callable.args[index], random));
  const named = byName ? namedArguments(callable, positional, random) : [];
  return `${callable.call}(${[...args, ...named].join(', ')})`;
}

function argumentCount({ args, required }: Callable, random: Random): number {
  if (random.chance(MISCOUNTED)) return random.below(args.length + 2);
  return required + random.below(args.length - required + 1);
}

function argument(kind: string | undefined, random: Random): string {
  const expected = kind === undefined ? undefined : (KINDS[kind] ?? ADDRESSES[kind]);
  return expected !== undefined && random.chance(EXPECTED) ? random.pick(expected) : random.pick(wrongFor(kind));
}

/** What nobody may close: descriptors that were open before. */
const OPEN = /^(True|False|[0-9]+$|Index\(1\)|2\*\*32)/;
/** Sizes that fit into the memory of a host and not into that of WebAssembly. */
const LARGE = /^2\*\*3[12]/;

function wrongFor(kind: string | undefined): readonly string[] {
  if (kind === 'descriptor') return ANYTHING.filter((value) => !OPEN.test(value));
  return kind === 'size' || kind === 'ancsize' ? ANYTHING.filter((value) => !LARGE.test(value)) : ANYTHING;
}

function namedArguments({ keywords }: Callable, positional: number, random: Random): string[] {
  const from = random.chance(UNKNOWN_NAME) ? 0 : positional;
  const names = keywords.slice(from).filter(() => random.chance(0.6));
  const named = names.map((name) => `${name}=${argument(KEYWORD_KINDS[name], random)}`);
  return random.chance(UNKNOWN_NAME) ? [...named, `nonsense=${random.pick(ANYTHING)}`] : named;
}

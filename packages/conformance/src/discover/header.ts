import * as z from 'zod';
import { NORMALIZATIONS, type Normalization } from '../normalize/normalize.ts';
import { SETTINGS, type Setting } from '../settings.ts';

/** What a case asks for, in comment lines at its top: `# conformance: normalize=port,fd time-limit=20 table`. */
export interface CaseOptions {
  readonly normalize: readonly Normalization[];
  /** Seconds. */
  readonly timeLimit: number;
  /** Each line of its output is `expression => result`, and a difference is told by its expression. */
  readonly table: boolean;
  /** `stage`: a network with the peers of the stage. `processes`: what only a process of Python's own has. */
  readonly needs: readonly Need[];
  /** It takes several seconds: `run --short` leaves it out. */
  readonly long: boolean;
  /** The settings in which it makes sense: all, unless it says so. */
  readonly settings: readonly Setting[];
}

const NEEDS = ['stage', 'processes'] as const;

export type Need = (typeof NEEDS)[number];

export const DEFAULT_TIME_LIMIT = 30;

const MARK = '# conformance:';

const optionsSchema = z.strictObject({
  normalize: z._default(z.array(z.enum(NORMALIZATIONS)), []),
  'time-limit': z._default(z.coerce.number().positive(), DEFAULT_TIME_LIMIT),
  table: z._default(z.boolean(), false),
  long: z._default(z.boolean(), false),
  needs: z._default(z.array(z.enum(NEEDS)), []),
  settings: z._default(z.array(z.enum(SETTINGS)), [...SETTINGS]),
});

/** Contract: throws an Error `file:line: ...` that says what was expected. */
export function readHeader(source: string, file: string): CaseOptions {
  const raw: Record<string, unknown> = {};
  let at = 0;
  for (const [index, line] of source.split('\n').entries()) {
    if (!line.startsWith('#')) break;
    if (!line.startsWith(MARK)) continue;
    at = index + 1;
    for (const word of line.slice(MARK.length).trim().split(/\s+/)) Object.assign(raw, readOption(word));
  }
  const parsed = optionsSchema.safeParse(raw);
  if (!parsed.success) throw new Error(`${file}:${at}: ${describe(parsed.error)}`);
  const { normalize, table, long, needs, settings, 'time-limit': timeLimit } = parsed.data;
  return { normalize, timeLimit, table, long, needs, settings };
}

function readOption(word: string): Record<string, unknown> {
  const [name = '', value] = word.split('=', 2);
  if (value === undefined) return { [name]: true };
  return { [name]: LISTS.has(name) ? value.split(',') : value };
}

const LISTS: ReadonlySet<string> = new Set(['normalize', 'needs', 'settings']);

const NAMES = ['normalize=…', 'time-limit=SECONDS', 'table', 'long', 'needs=stage,processes', 'settings=…'];

function describe(error: z.core.$ZodError): string {
  return error.issues
    .map((issue) => {
      if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: expected one of ${NAMES.join(', ')}`;
      return issue.path.length > 0 ? `${String(issue.path[0])}: ${issue.message}` : issue.message;
    })
    .join('; ');
}

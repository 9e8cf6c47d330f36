import { execFileSync } from 'node:child_process';

/** A call of a function of Python's socket module, by name. Bytes are Uint8Array. */
export type Call = readonly [name: string, ...args: unknown[]];

const encode = (_key: string, value: unknown) => {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  return typeof value === 'bigint' ? Number(value) : value;
};

/** An outcome as text: `-> value`, or `!! type, errno: message`. */
export function answer(functions: Readonly<Record<string, unknown>>, [name, ...args]: Call): string {
  try {
    const result = (functions[name] as (...args: unknown[]) => unknown)(...args) ?? null;
    return `-> ${JSON.stringify(result, encode)}`;
  } catch (error) {
    const { name, errno, message } = error as Error & { errno?: number | null };
    return `!! ${name}, ${errno ?? null}: ${message}`;
  }
}

const script = `
import json, socket, sys
def decode(o):
    return bytes.fromhex(o['bytes']) if o.keys() == {'bytes'} else o
def encode(o):
    return {'bytes': bytes(o).hex()}
def tuples(o):
    return tuple(tuples(x) for x in o) if isinstance(o, list) else o
out = []
for name, *args in json.loads(sys.stdin.read(), object_hook=decode):
    try:
        result = getattr(socket, name)(*tuples(args))
        out.append('-> ' + json.dumps(result, default=encode, separators=(',', ':'), ensure_ascii=False))
    except Exception as e:
        number = getattr(e, 'errno', None)
        out.append(f"!! {type(e).__name__}, {'null' if number is None else number}: {e}")
print(json.dumps(out))
`;

/** What CPython answers to the same calls, in one process. */
export function answersOfPython(python: string, calls: readonly Call[]): string[] {
  const input = JSON.stringify(calls, encode);
  return JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8', input })) as string[];
}

/** A call and the answer of CPython 3.14 on Linux. */
export type Recorded = readonly [call: Call, answer: string];

export const bytes = (...values: number[]) => Uint8Array.from(values);

/** CPU profiles, as V8 writes them: their functions named, a part cut out, and what they say in a few lines. */
import * as z from 'zod';

const callFrameSchema = z.looseObject({ functionName: z.string(), url: z.string(), lineNumber: z.number() });
const nodeSchema = z.looseObject({
  id: z.number(),
  callFrame: callFrameSchema,
  children: z.optional(z.array(z.number())),
});
const profileSchema = z.looseObject({
  nodes: z.array(nodeSchema),
  /** Microseconds. */
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number()),
  /** How long after the one before it each sample was taken, microseconds. */
  timeDeltas: z.array(z.number()),
});

export type Profile = z.infer<typeof profileSchema>;
type Node = Profile['nodes'][number];

/** @throws Error when it is none. */
export const parseProfile = (text: string): Profile => profileSchema.parse(JSON.parse(text));

const WASM_FUNCTION = /^wasm-function\[(\d+)\]$/;

/** Names the functions of WebAssembly by their numbers in the module of which the profile has most of them. */
export function nameFunctions(profile: Profile, names: ReadonlyMap<number, string>): Profile {
  const functionsOf = new Map<string, Node[]>();
  for (const node of profile.nodes) {
    const { functionName, url } = node.callFrame;
    if (!WASM_FUNCTION.test(functionName)) continue;
    const functions = functionsOf.get(url) ?? [];
    functions.push(node);
    functionsOf.set(url, functions);
  }
  const [largest] = [...functionsOf.values()].sort((a, b) => b.length - a.length);
  const named = new Set(largest);
  const nodes = profile.nodes.map((node) => {
    if (!named.has(node)) return node;
    const [, number] = WASM_FUNCTION.exec(node.callFrame.functionName) ?? [];
    const functionName = names.get(Number(number)) ?? node.callFrame.functionName;
    return { ...node, callFrame: { ...node.callFrame, functionName } };
  });
  return { ...profile, nodes };
}

/** What of a profile was sampled in its last seconds. */
export function lastSeconds(profile: Profile, seconds: number): Profile {
  const from = Math.max(profile.endTime - seconds * 1e6, profile.startTime);
  let time = profile.startTime;
  const times = profile.timeDeltas.map((delta) => {
    time += delta;
    return time;
  });
  const first = times.findIndex((at) => at >= from);
  if (first < 0) throw new Error('the profile has no samples');
  const timeDeltas = profile.timeDeltas.slice(first);
  timeDeltas[0] = (times[first] as number) - from;
  return { ...profile, startTime: from, samples: profile.samples.slice(first), timeDeltas };
}

interface Share {
  readonly name: string;
  readonly share: number;
}

/** The program's own parts have parentheses: `(garbage collector)`. */
const isC = ({ callFrame: { functionName, url } }: Node): boolean =>
  url === '' && functionName !== '' && !functionName.startsWith('(') && functionName !== 'wasm-to-js';

/**
 * What a function is called. V8 has one name for all functions of C that koffi calls: such a one is named by the function that
 * called it, as those of the shim's `sys/` have the names of what they call.
 */
function nameOf(node: Node, callers: ReadonlyMap<number, Node>): string {
  const { functionName, url } = node.callFrame;
  if (isC(node)) {
    let caller = callers.get(node.id);
    while (caller?.callFrame.url && caller.callFrame.functionName === '') caller = callers.get(caller.id);
    return caller?.callFrame.url ? `${caller.callFrame.functionName} in C` : functionName;
  }
  const where = url.startsWith('wasm:') ? 'wasm' : (url.split('/').at(-1) ?? '');
  return `${functionName || '(anonymous)'} ${where}`.trimEnd();
}

/** The functions with the most time of their own: a sample's is what passes until the next one. */
function busiest({ nodes, samples, timeDeltas }: Profile, count: number): Share[] {
  const callers = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node])));
  const names = new Map(nodes.map((node) => [node.id, nameOf(node, callers)]));
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? '(unknown)';
    const passed = timeDeltas[index + 1] ?? 0;
    times.set(name, (times.get(name) ?? 0) + passed);
    total += passed;
  }
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name, time]) => ({ name, share: time / total }));
}

export function profileLines(profile: Profile): string[] {
  const shown = busiest(profile, 20).filter(({ share }) => share >= 0.0005);
  return shown.map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
}

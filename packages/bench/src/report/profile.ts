/** What a CPU profile says in a few lines: in which functions most of the time was. */
import { z } from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

interface Share {
  readonly name: string;
  readonly share: number;
}

/** The functions with the most time of their own. */
export function busiest(profile: unknown, count: number): Share[] {
  const { nodes, samples, timeDeltas } = profileSchema.parse(profile);
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}`.trimEnd(),
    ]),
  );
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? '(unknown)';
    const delta = timeDeltas[index] ?? 0;
    times.set(name, (times.get(name) ?? 0) + delta);
    total += delta;
  }
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name, time]) => ({ name, share: time / total }));
}

export function profileLines(profile: unknown): string[] {
  return busiest(profile, 15).map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
}

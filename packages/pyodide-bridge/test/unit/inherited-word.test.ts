/** A forked process is told what the launcher would tell: what is written is what is read. */
import { expect, it } from 'vitest';
import { type Inherited, inheritedWord, takeInherited } from '../../src/signals/inherited.ts';

it.each<Inherited>([
  { ignored: 0n, blocked: 0n, closed: [], node: '' },
  { ignored: 0x1001000n, blocked: 1n << 63n, openFiles: 1024, closed: [0, 2], node: '/opt/node:26/bin/node' },
  { ignored: 0n, blocked: 0n, closed: [], descriptors: [], node: '' },
  { ignored: 0n, blocked: 0n, closed: [], descriptors: [3, 17], node: '/node' },
])('%o', (inherited) => {
  const { inherited: read, args } = takeInherited([inheritedWord(inherited), 'script.py']);
  expect(read).toEqual(inherited);
  expect(args).toEqual(['script.py']);
});

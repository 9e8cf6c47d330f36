import { describe, expect, it } from 'vitest';
import { takeInherited } from '../../src/signals/inherited.ts';
import { signalsOf } from '../../src/signals/signal-sets.ts';

describe('takeInherited', () => {
  it('reads what the launcher says, and leaves the rest', () => {
    const word = 'inherited:0000000000004001:8000000000000000:1024:02:3,17:/opt/my: node';
    const { inherited, args } = takeInherited([word, 'script.py', word]);
    expect(args).toEqual(['script.py', word]);
    expect(inherited).toMatchObject({ openFiles: 1024, closed: [0, 2], descriptors: [3, 17], node: '/opt/my: node' });
    expect(signalsOf(inherited.ignored)).toEqual([1, 15]);
    expect(signalsOf(inherited.blocked)).toEqual([64]);
  });

  it('knows nothing without one', () => {
    expect(takeInherited(['inherited:x', 'a']).args).toEqual(['inherited:x', 'a']);
    expect(takeInherited([])).toEqual({ args: [], inherited: { ignored: 0n, blocked: 0n, closed: [], node: '' } });
    expect(takeInherited(['inherited:0:0:unlimited::-:node']).inherited).toEqual({
      ignored: 0n,
      blocked: 0n,
      closed: [],
      node: 'node',
    });
  });
});

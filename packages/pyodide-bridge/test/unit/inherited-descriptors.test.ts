import { describe, expect, test } from 'vitest';
import { chooseInherited, type Kind } from '../../src/kernel/descriptors/inherited.ts';

/** What Node opens, at the lowest numbers that are free. */
const OWN: readonly Kind[] = ['epoll', 'either', 'pipe', 'pipe', 'pipe', 'pipe', 'either', 'epoll', 'pipe', 'pipe'];

function chosen(inherited: Readonly<Record<number, Kind>>, unmarked: readonly number[] = []): number[] {
  const own = [...OWN];
  const open: { fd: number; kind: Kind }[] = [];
  const last = Math.max(...Object.keys(inherited).map(Number), 2);
  for (let fd = 3; own.length > 0 || fd <= last; fd++) {
    const kind = inherited[fd] ?? own.shift();
    if (kind !== undefined) open.push({ fd, kind });
  }
  return chooseInherited(open, (fd) => unmarked.includes(fd));
}

describe('which descriptors the process was started with', () => {
  test.each<[string, Record<number, Kind>, number[]]>([
    ['none', {}, []],
    ['a socket', { 3: 'foreign' }, [3]],
    ['an eventfd and both ends of a new pipe, below those of Node', { 3: 'either', 4: 'pipe', 5: 'pipe' }, [3, 4, 5]],
    ['files between them', { 4: 'foreign', 9: 'foreign' }, [4, 9]],
    ['a file far above', { 200: 'foreign' }, [200]],
  ])('%s', (_name, inherited, expected) => {
    expect(chosen(inherited)).toEqual(expected);
  });

  test('what is above a gap is told by its mark', () => {
    expect(chosen({ 40: 'either', 41: 'pipe', 42: 'epoll' }, [40, 41])).toEqual([40, 41]);
  });

  test('Node marks what lies between its own', () => {
    expect(chosen({ 5: 'either' }, [])).toEqual([]);
  });
});

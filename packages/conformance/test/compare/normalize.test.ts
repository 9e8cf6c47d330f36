import { describe, expect, it } from 'vitest';
import { type Normalization, normalize } from '../../src/normalize/normalize.ts';

const DIALECT = { temporary: ['/tmp/case-1'], hostname: 'vm-1' };

describe('normalize', () => {
  it.each<[Normalization, string, string]>([
    [
      'port',
      "('127.0.0.1', 40001) ('127.0.0.1', 40002) 40001",
      "('127.0.0.1', <port 1>) ('127.0.0.1', <port 2>) <port 1>",
    ],
    ['port', '5000 32767 61000 1.40001 140001', '5000 32767 61000 1.40001 140001'],
    ['fd', '<socket fd=3> <socket fd=4> fd=3', '<socket <fd 1>> <socket <fd 2>> <fd 1>'],
    ['address', '<x at 0x7f1fcad1a650>', '<x at <address 1>>'],
    ['hostname', 'vm-1 vm-12 my.vm-1 (vm-1)', '<hostname> vm-12 my.vm-1 (<hostname>)'],
    ['tmp', '/tmp/case-1/a', '<tmp>/a'],
    ['suggestion', "name 'a' is not defined. Did you mean: 'b'?", "name 'a' is not defined"],
  ])('%s: %s', (name, text, expected) => {
    expect(normalize(text, [name], DIALECT)).toBe(expected);
  });

  it('changes nothing that was not asked for', () => {
    const text = '[Errno 111] 40000 fd=3 0x7f1fcad1a650 vm-1 /tmp/case-1';
    expect(normalize(text, [], DIALECT)).toBe(text);
  });
});

/** Packages' own tests, from their source distributions. */
export interface Suite {
  readonly name: string;
  /** What its tests import beside pytest: packages of pure Python. */
  readonly needs: readonly string[];
  /** What pytest is told: which tests, and what is left out. */
  readonly args: readonly string[];
  /** Why not all of them: they would take longer than five minutes. */
  readonly part?: string;
}

export const SUITES: readonly Suite[] = [
  { name: 'h11', needs: [], args: ['h11/tests'] },
  { name: 'wsproto', needs: ['h11'], args: ['tests'] },
  { name: 'hpack', needs: ['hypothesis'], args: ['tests'] },
  { name: 'h2', needs: ['hypothesis', 'hpack', 'hyperframe'], args: ['tests'] },
  { name: 'httpcore', needs: ['anyio', 'trio', 'h2', 'hpack', 'h11', 'certifi'], args: ['tests', '-p', 'anyio'] },
  { name: 'websocket-client', needs: ['websockets', 'python-socks'], args: ['websocket/tests'] },
  { name: 'paho-mqtt', needs: [], args: ['tests'] },
  { name: 'dnspython', needs: [], args: ['tests'] },
  { name: 'pymodbus', needs: ['pytest-asyncio'], args: ['test', '-p', 'pytest_asyncio'] },
  {
    name: 'irc',
    needs: ['jaraco.text', 'jaraco.functools', 'more-itertools', 'tempora', 'jaraco.logging', 'jaraco.stream'],
    args: ['irc'],
  },
];

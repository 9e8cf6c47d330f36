/** `test.test_socket.BasicTCPTest` of `test.test_socket.BasicTCPTest.testRecv`. */
export function classOf(id: string): string {
  const dot = id.lastIndexOf('.');
  return dot < 0 ? id : id.slice(0, dot);
}

/** What happens when a test process ends counts as one more test, which is there only when something went wrong. */
export function moduleEnd(module: string): string {
  return `${module}.endOfProcess`;
}

/** Contract: whether an id is there only when something went wrong, so that a runtime without it has passed it. */
export function isImplied(id: string): boolean {
  return /\.(endOfProcess|tearDownClass|tearDownModule)$/.test(id);
}

export interface Fixture {
  /** As the id of a test: `test.test_socket.BasicTCPTest.tearDownClass`. */
  readonly id: string;
  readonly owner: string;
  readonly when: 'start' | 'end';
}

/** Contract: undefined for a test; unittest names a fixture that failed `setUpClass (test.test_socket.BasicTCPTest)`. */
export function fixtureOf(id: string): Fixture | undefined {
  const [, name, owner] = /^((?:setUp|tearDown)(?:Class|Module)) \((.*)\)$/.exec(id) ?? [];
  if (name === undefined || owner === undefined) return undefined;
  return { id: `${owner}.${name}`, owner, when: name.startsWith('setUp') ? 'start' : 'end' };
}

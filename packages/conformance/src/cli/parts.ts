import { GROUPS, LOOP_SUITE, SUITES } from '../suites/suites.ts';
import type { CommandOptions } from './options.ts';
import { type Selection, select, selectAny } from './select.ts';

/** What a command runs. */
export interface Parts {
  readonly selections: readonly Selection[];
  readonly document: boolean;
  readonly suites: readonly string[];
}

/** Contract: throws an Error when it is plain that nothing is left to run. */
export function partsOf(options: CommandOptions): Parts {
  const { command, eventLoop, runtime } = options;
  const names = [...options.names, ...groupOf(options)];
  if (eventLoop !== undefined) {
    const isSuite = command === 'suite' && names.every((name) => name === LOOP_SUITE);
    if (isSuite && runtime === undefined) return { selections: [], document: false, suites: [LOOP_SUITE] };
    throw new Error(`--event-loop goes with "suite ${LOOP_SUITE}" and with no other suite, command or runtime`);
  }
  if (command === 'run') return { selections: select(options), document: false, suites: [] };
  if (command === 'suite') return { selections: [], document: false, suites: names.length > 0 ? names : SUITES };
  const suites = names.length > 0 ? names : ['test_socket'];
  return { selections: selectAny({ ...options, names: [] }), document: command === 'all', suites };
}

function groupOf({ suites, long }: CommandOptions): readonly string[] {
  const group = suites === undefined ? undefined : GROUPS[suites];
  if (group === undefined) return [];
  return long ? [...group.short, ...group.long] : group.short;
}

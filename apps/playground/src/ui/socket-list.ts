import { openSockets } from '../sockets/open-sockets.ts';
import type { SocketEntry } from '../sockets/proc-net.ts';
import type { Paint } from '../terminal/paint.ts';
import { fit } from '../terminal/text.ts';
import type { Pane } from './pane.ts';

export interface ListedSocket extends SocketEntry {
  readonly pane: number;
  readonly pid: number;
}

export function listSockets(panes: readonly Pane[]): ListedSocket[] {
  const running = panes
    .map((pane, index) => ({ pane: index + 1, pid: pane.pid ?? 0, state: pane.state }))
    .filter(({ pid, state }) => pid !== 0 && state !== 'ended');
  const entries = openSockets(running.map(({ pid }) => pid));
  return running.flatMap(({ pane, pid }, index) => entries[index]!.map((entry) => ({ ...entry, pane, pid })));
}

function columns(cells: readonly string[], width: number): string {
  const [pane, pid, type, state, local, remote] = cells;
  const rest = width - 43;
  const address = Math.floor(rest / 2);
  const fixed = ` ${fit(pane!, 5)} ${fit(pid!, 8)} ${fit(type!, 12)} ${fit(state!, 12)} `;
  return fit(`${fixed}${fit(local!, address - 1)} ${fit(remote!, address)}`, width);
}

/** A rule, a heading, and a row for each socket as far as there is room. */
export function socketRows(sockets: readonly ListedSocket[], width: number, height: number, paint: Paint): string[] {
  const title = `─ open sockets: ${sockets.length === 0 ? 'none' : sockets.length} `;
  const room = height - 2;
  const rows = sockets.map(({ pane, pid, protocol, state, local, remote }) =>
    columns([String(pane), String(pid), protocol, state, local, remote], width),
  );
  const shown =
    rows.length <= room ? rows : [...rows.slice(0, room - 1), fit(` and ${rows.length - room + 1} more`, width)];
  const heading = columns(['pane', 'pid', 'type', 'state', 'local address', 'remote address'], width);
  return [
    title + '─'.repeat(Math.max(width - title.length, 0)),
    paint('dim', heading),
    ...shown,
    ...Array.from({ length: room - shown.length }, () => fit('', width)),
  ];
}

/**
 * Replacing the process's program. The kernel ends its other threads and keeps its number.
 *
 * Python's descriptors get Python's numbers before, of which Node may have some. So that Node goes on if the kernel refuses the
 * program, what lay at those numbers is put back; for so long no other thread of Node's has anything to do.
 */
import { constants, sys } from '@pysock/host';
import type { ChildTable } from './child-table.ts';
import { layOut } from './child-table.ts';
import { prepareEnd } from './exit.ts';
import { isInheritable, openOnHost } from './inheritance.ts';

const { F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, FD_CLOEXEC } = constants;

/** A descriptor of the host that has to be set back: it was something else, nothing, or had another flag. */
type Undo = () => void;

function isInPlace(table: ChildTable): boolean {
  for (const [to, from] of table) if (to !== from) return false;
  return openOnHost().every((host) => table.has(host) || !isInheritable(host));
}

function keep(fd: number): Undo {
  const flags = sys.fcntl(fd, F_GETFD);
  if (flags < 0) return () => sys.close(fd);
  const copy = sys.fcntl(fd, F_DUPFD_CLOEXEC, 3);
  return () => {
    sys.dup3(copy, fd, (flags & FD_CLOEXEC) === 0 ? 0 : constants.O_CLOEXEC);
    sys.close(copy);
  };
}

/** Makes this process's descriptors what the table says, as far as an exec goes. */
function layOutHere(table: ChildTable): Undo[] {
  const undo: Undo[] = [];
  for (const action of layOut(table, false, openOnHost)) {
    if (action.kind === 'dup2' && action.fd !== action.to) {
      undo.push(keep(action.to));
      sys.dup3(action.fd, action.to, 0);
    } else {
      const fd = action.kind === 'dup2' || action.kind === 'close' ? action.fd : -1;
      const flags = sys.fcntl(fd, F_GETFD);
      if (flags < 0) continue;
      undo.push(() => sys.fcntl(fd, F_SETFD, flags));
      sys.fcntl(fd, F_SETFD, action.kind === 'dup2' ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
    }
  }
  return undo.reverse();
}

/** execve(2). It returns, with -errno, only when the program cannot be executed. */
export function replaceProcess(program: sys.Program, table: ChildTable): number {
  prepareEnd();
  const undo = isInPlace(table) ? [] : layOutHere(table);
  const result = sys.execve(program);
  for (const back of undo) back();
  return result;
}

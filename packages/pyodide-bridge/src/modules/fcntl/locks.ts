/** fcntlmodule.c: fcntl_flock_impl, fcntl_lockf_impl. */
import { constants } from '@pysock/host';
import { flock } from '@pysock/host/layouts';
import type { Bridge } from '../../bridge.ts';
import { long } from '../../capi/clinic/converters.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Common } from './common.ts';

const { F_RDLCK, F_SETLK, F_SETLKW, F_UNLCK, F_WRLCK, LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN } = constants;
const { SYS_fcntl, SYS_flock } = constants;

/** `l_type` for what is asked of a lock; undefined for none of them. */
function typeOf(operation: number): number | undefined {
  if (operation === LOCK_UN) return F_UNLCK;
  if ((operation & LOCK_SH) !== 0) return F_RDLCK;
  return (operation & LOCK_EX) !== 0 ? F_WRLCK : undefined;
}

export function lockFunctions(bridge: Bridge, { known, onDescriptor, waiting }: Common): MethodDef[] {
  const { capi, parsers } = bridge;
  const place = { function: 'lockf', parameter: '' };
  const numberOf = (o: PyObject): bigint => (o === 0 ? 0n : long.convert(bridge, o, place));
  const none = () => capi.none();

  return [
    onDescriptor(
      'flock',
      [2, 2],
      'flock($module, fd, operation, /)\n--\n\nLock or unlock the open file of a descriptor, as flock(2) does.',
      (stream, at) => {
        const operation = known(parsers.PyLong_AsInt(at(1)));
        if (!capi.audit('fcntl.flock', 'ii', stream.fd as number, operation)) return 0;
        return waiting(SYS_flock, [stream.nfd, operation, 0], none);
      },
    ),
    onDescriptor(
      'lockf',
      [2, 5],
      'lockf($module, fd, cmd, len=0, start=0, whence=0, /)\n--\n\nLock or unlock a part of a file with fcntl(2). cmd is LOCK_UN, LOCK_SH or LOCK_EX, the\nlatter two perhaps with LOCK_NB: then a lock that cannot be had is an OSError. len is how\nmany bytes it has, 0 for all up to the end, and start where it begins, counted from where\nwhence says: the beginning, the current position or the end.',
      (stream, at) => {
        const operation = known(parsers.PyLong_AsInt(at(1)));
        const whence = at(4) === 0 ? 0 : known(parsers.PyLong_AsInt(at(4)));
        const audited = [at(2) || capi.Py_None, at(3) || capi.Py_None, whence];
        if (!capi.audit('fcntl.lockf', 'iiOOi', stream.fd as number, operation, ...audited)) return 0;
        const type = typeOf(operation);
        if (type === undefined) return capi.raise('ValueError', 'unrecognized lockf argument');
        const lock = new Uint8Array(flock.sizeof);
        const view = new DataView(lock.buffer);
        view.setInt16(flock.l_type, type, true);
        view.setInt16(flock.l_whence, whence, true);
        view.setBigInt64(flock.l_start, numberOf(at(3)), true);
        view.setBigInt64(flock.l_len, numberOf(at(2)), true);
        return waiting(SYS_fcntl, [stream.nfd, (operation & LOCK_NB) !== 0 ? F_SETLK : F_SETLKW, lock], none);
      },
    ),
  ];
}

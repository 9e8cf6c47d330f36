/** The tracebacks of all threads, as the watchdog of faulthandler.c prints them: none of them is the current one. */
import { addressOf, constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';

const { EAGAIN, EINTR, POLLOUT } = constants;
const CHUNK = 65536;

/** `dump` is CPython's `faulthandler.dump_traceback`. What is returned writes a header and the tracebacks to a guest descriptor. */
export function createTracebackDump(
  { capi, descriptors }: Bridge,
  dump: PyObject,
): (fd: number, header: string) => void {
  /** What CPython writes, which takes a descriptor. */
  function text(): string {
    const name = Buffer.from('tracebacks\0');
    const memory = sys.memfd_create(addressOf(name), 0);
    if (memory < 0) return '';
    const fd = descriptors.open(memory);
    try {
      const args = capi.tupleOf(capi.PyLong_FromLong(fd), capi.PyBool_FromLong(true));
      const result = capi.PyObject_CallObject(dump, args);
      capi.Py_DecRef(args);
      if (result === 0) capi.PyErr_Clear();
      else capi.Py_DecRef(result);
      const parts: Buffer[] = [];
      for (let at = 0; ; ) {
        const part = Buffer.alloc(CHUNK);
        const read = sys.pread(descriptors.host(fd), addressOf(part), CHUNK, at);
        if (read <= 0) break;
        parts.push(part.subarray(0, read));
        at += read;
      }
      return Buffer.concat(parts).toString('latin1');
    } finally {
      descriptors.close(fd);
    }
  }

  return (fd, header) => {
    const all = header + text().replaceAll(/^Current thread /gm, 'Thread ');
    const host = descriptors.host(fd);
    for (let rest: Uint8Array = Buffer.from(all, 'latin1'); rest.length > 0; ) {
      const written = sys.write(host, rest, rest.length);
      if (written >= 0) rest = rest.subarray(written);
      else if (written === -EAGAIN) sys.pollOne(host, POLLOUT, -1);
      else if (written !== -EINTR) return;
    }
  };
}

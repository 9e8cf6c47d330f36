/** posixmodule.c: os_sendfile: the kernel's own, from a file of the host to a socket, without a copy in between. */
import { addressOf, constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { blockingCall } from './blocking-call.ts';

const { EINTR, SYS_sendfile } = constants;

export function sendfileFunction(bridge: Bridge): MethodDef {
  const { capi, descriptors, errors, parsers, scheduler, finishCall: finish } = bridge;
  const parse = parsers.keywords('iiOn:sendfile', ['out_fd', 'in_fd', 'offset', 'count']);

  function os_sendfile(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse(args, kwargs);
    if (parsed === null) return 0;
    const [out, input, offobj, count] = parsed as [number, number, PyObject, number];
    let offset: BigInt64Array | null = null;
    if (offobj !== capi.Py_None) {
      const start = parsers.asSize(offobj);
      if (start === null) return 0;
      offset = BigInt64Array.of(BigInt(start));
    }
    const [to, from] = [descriptors.host(out), descriptors.host(input)];
    const sent = scheduler.threaded ? -EINTR : sys.sendfile(to, from, offset, count);
    if (sent !== -EINTR) return returned(sent);
    const call = blockingCall(SYS_sendfile, [0, 1], () => [to, from, offset === null ? 0 : addressOf(offset), count]);
    return finish(scheduler.makeCall(call), returned);
  }

  const returned = (sent: number): PyObject => (sent < 0 ? errors.setResult(sent) : capi.fromNumber(sent));

  return withKeywords(
    'sendfile',
    os_sendfile,
    'sendfile($module, /, out_fd, in_fd, offset, count)\n--\n\nCopy count bytes from descriptor in_fd to descriptor out_fd. offset is where to read\nfrom; None reads from the current position and moves it.',
    { waits: true },
  );
}

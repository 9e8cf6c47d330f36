/** posixmodule.c: os_sendfile: the kernel's own, from a file of the host to a socket, without a copy in between. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { METH_KEYWORDS, METH_VARARGS, type MethodDef } from '../../capi/methodobject.ts';
import { withoutBlocking } from '../../scheduler/without-blocking.ts';

const { EINTR, F_GETFL, O_NONBLOCK, POLLOUT } = constants;

export function sendfileFunction(bridge: Bridge): MethodDef {
  const { capi, descriptors, errors, parsers, scheduler, finish } = bridge;
  const parse = parsers.keywords('iiOn:sendfile', ['out_fd', 'in_fd', 'offset', 'count']);
  const position = new BigInt64Array(1);

  function os_sendfile(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse(args, kwargs);
    if (parsed === null) return 0;
    const [out, input, offobj, count] = parsed as [number, number, PyObject, number];
    let offset: BigInt64Array | null = null;
    if (offobj !== capi.Py_None) {
      const start = parsers.asSize(offobj);
      if (start === null) return 0;
      position[0] = BigInt(start);
      offset = position;
    }
    const from = descriptors.host(input);
    const to = descriptors.host(out);
    if (!scheduler.threaded) {
      const sent = sys.sendfile(to, from, offset, count);
      if (sent !== -EINTR) return answer(sent);
    }
    if ((sys.fcntl(to, F_GETFL) & O_NONBLOCK) !== 0) return answer(sys.sendfile(to, from, offset, count));
    const start = position[0] as bigint;
    const attempt = (): number => {
      position[0] = start;
      return withoutBlocking(to, () => sys.sendfile(to, from, offset, count));
    };
    const wait = { files: [{ fd: to, events: POLLOUT }], deadline: Number.POSITIVE_INFINITY, attempt };
    return finish(scheduler.threaded ? scheduler.waitFor(wait) : scheduler.interrupted(wait), answer);
  }

  const answer = (sent: number): PyObject => (sent < 0 ? errors.setResult(sent) : capi.fromNumber(sent));

  return {
    name: 'sendfile',
    waits: true,
    flags: METH_VARARGS | METH_KEYWORDS,
    call: os_sendfile,
    doc: 'sendfile($module, /, out_fd, in_fd, offset, count)\n--\n\nCopy count bytes from descriptor in_fd to descriptor out_fd. offset is where to read\nfrom; None reads from the current position and moves it.',
  };
}

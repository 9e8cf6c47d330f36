/** posixmodule.c: os_eventfd_impl, os_eventfd_read_impl, os_eventfd_write_impl: a counter of the kernel's that can be waited for. */
import { addressOf, constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCallKeywords } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { blockingCall } from './blocking-call.ts';

const { EFD_CLOEXEC, SYS_read, SYS_write } = constants;
const SIZEOF_COUNTER = 8;

export function eventfdFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers, scheduler, finishCall: finish } = bridge;
  const { memory, module } = capi;
  const asFileDescriptor = rawFunction(module, 'PyObject_AsFileDescriptor');
  const toUnsignedInt = rawFunction(module, '_PyLong_UnsignedInt_Converter');
  const toUnsignedLongLong = rawFunction(module, '_PyLong_UnsignedLongLong_Converter');
  const parseNew = parsers.fastKeywords('O|i!:eventfd', ['initval', 'flags']);
  const parseRead = parsers.fastKeywords('O:eventfd_read', ['fd']);
  const parseWrite = parsers.fastKeywords('OO:eventfd_write', ['fd', 'value']);

  /** What one of C's converters makes of an object: the low and the high word of it. */
  function converted(converter: typeof toUnsignedInt, o: PyObject): readonly [number, number] {
    return memory.onStack(SIZEOF_COUNTER, (slot) => {
      if (converter(o, slot) === 0) throw RAISED;
      return [memory.uint32(slot), memory.uint32(slot + 4)];
    });
  }

  function fildes(o: PyObject): number {
    const fd = asFileDescriptor(o);
    if (fd < 0) throw RAISED;
    return descriptors.host(fd);
  }

  /** glibc: eventfd_read, eventfd_write: a read or write of the whole counter, which may block. */
  function transfer(number: number, host: number, counter: BigUint64Array, then: () => PyObject): PyObject {
    const call = blockingCall(number, [0], () => [host, addressOf(counter), SIZEOF_COUNTER]);
    return finish(scheduler.makeCall(call), (done) => (done < 0 ? errors.setResult(done) : then()));
  }

  return [
    fastCallKeywords(
      'eventfd',
      (_module, args, count, names) => {
        const parsed = parseNew(args, count, names);
        if (parsed === null) return 0;
        const [initvalobj, flags = EFD_CLOEXEC] = parsed as [PyObject, number?];
        const [initval] = converted(toUnsignedInt, initvalobj);
        const made = sys.eventfd(initval, flags);
        return made < 0 ? errors.setResult(made) : capi.PyLong_FromLong(descriptors.open(made));
      },
      'eventfd($module, /, initval, flags=EFD_CLOEXEC)\n--\n\nA new descriptor of a counter that tells of events.',
    ),
    fastCallKeywords(
      'eventfd_read',
      (_module, args, count, names) => {
        const parsed = parseRead(args, count, names);
        if (parsed === null) return 0;
        const counter = new BigUint64Array(1);
        const host = fildes(parsed[0] as PyObject);
        return transfer(SYS_read, host, counter, () => capi.PyLong_FromUnsignedLongLong(counter[0] as bigint));
      },
      'eventfd_read($module, /, fd)\n--\n\nTake the value of the counter of an eventfd, or 1 of it (EFD_SEMAPHORE). Waits while it is 0.',
      { waits: true },
    ),
    fastCallKeywords(
      'eventfd_write',
      (_module, args, count, names) => {
        const parsed = parseWrite(args, count, names);
        if (parsed === null) return 0;
        const host = fildes(parsed[0] as PyObject);
        const [low, high] = converted(toUnsignedLongLong, parsed[1] as PyObject);
        const counter = BigUint64Array.of((BigInt(high) << 32n) | BigInt(low));
        return transfer(SYS_write, host, counter, () => capi.none());
      },
      'eventfd_write($module, /, fd, value)\n--\n\nAdd a value to the counter of an eventfd.',
      { waits: true },
    ),
  ];
}

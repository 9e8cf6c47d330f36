/**
 * Ancillary data between Python and the kernel. The numbers in SCM_RIGHTS are descriptors: the guest's in Python, the
 * host's in the kernel.
 */
import {
  type AncillaryItem,
  constants,
  controlMessages,
  descriptorsIn,
  MALFORMED,
  receivedDescriptors,
  setInt32At,
  sys,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { BorrowedBuffer, PyObject } from '../../capi/index.ts';

const { SCM_RIGHTS, SOL_SOCKET } = constants;

const isRights = (level: number, type: number): boolean => level === SOL_SOCKET && type === SCM_RIGHTS;

/** A copy of the data of SCM_RIGHTS with other numbers. Bytes that make no whole number stay as they are. */
function renumbered(data: Uint8Array, number: (fd: number) => number): Uint8Array {
  const copy = data.slice();
  descriptorsIn(data).forEach((fd, index) => {
    setInt32At(copy, index * 4, number(fd));
  });
  return copy;
}

/** Ancillary data that was received. */
export interface ReceivedItems {
  /** Python's list, whose reference is the caller's. */
  readonly list: PyObject;
  /** Closes the descriptors that came with it, which the program never got to see. */
  close(): void;
}

export function createAncillaryItems(bridge: Bridge) {
  const { capi, descriptors, parsers } = bridge;
  const parseItem = parsers.positional('iiy*');

  function refuse(problem: string): null {
    capi.raise('TypeError', `[sendmsg() ancillary data items]() argument must be ${problem}`);
    return null;
  }

  /** getargs.c: converttuple, `(iiy*)`. */
  function itemFrom(o: PyObject): AncillaryItem | null {
    const isText = capi.PyUnicode_Check(o) || capi.PyBytes_Check(o) || capi.PyByteArray_Check(o);
    if (isText || capi.PySequence_Check(o) === 0) {
      return refuse(`3-item tuple, not ${o === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(o))}`);
    }
    const size = capi.PySequence_Size(o);
    if (size !== 3) return size < 0 ? null : refuse(`tuple of length 3, not ${size}`);
    const members = [0, 1, 2].map((index) => capi.PySequence_GetItem(o, index));
    const parsed = members.includes(0) ? null : capi.memory.withArguments(members, (list) => parseItem(list, 3));
    let item: AncillaryItem | null = null;
    if (parsed !== null) {
      const [level, type, data] = parsed as [number, number, BorrowedBuffer];
      item = [level, type, capi.memory.copyOut(data.pointer, data.length)];
      capi.release(data);
    }
    for (const member of members) if (member !== 0) capi.Py_DecRef(member);
    return item;
  }

  /** The items of an iterable, as the host has them; null with an exception set. A descriptor that the host lacks is -1. */
  function fromPython(iterable: PyObject): AncillaryItem[] | null {
    const tuple = capi.tupleFrom(iterable, 'sendmsg() argument 2 must be an iterable');
    if (tuple === 0) return null;
    const items: AncillaryItem[] = [];
    const size = capi.PyTuple_Size(tuple);
    while (items.length < size) {
      const item = itemFrom(capi.PyTuple_GetItem(tuple, items.length));
      if (item === null) break;
      const [level, type, data] = item;
      items.push(isRights(level, type) ? [level, type, renumbered(data, descriptors.host)] : item);
    }
    capi.Py_DecRef(tuple);
    return items.length === size ? items : null;
  }

  /** Python's list of what was received, null with an exception set; the descriptors that came with it are closed then. */
  function toPython(control: Uint8Array): ReceivedItems | null {
    if (control.length === 0) return { list: capi.listOf([]), close: () => undefined };
    const unopened = new Set(receivedDescriptors(control));
    const opened: number[] = [];
    const close = (): void => {
      for (const fd of opened) descriptors.close(fd);
      for (const fd of unopened) sys.close(fd);
    };
    const open = (host: number): number => {
      unopened.delete(host);
      const fd = bridge.openAny(host);
      opened.push(fd);
      return fd;
    };

    const items: PyObject[] = [];
    let raised = false;
    for (const { level, type, data, state } of controlMessages(control)) {
      raised = state !== 'whole' && warn() < 0;
      if (raised || state === 'invalid') break;
      const bytes = isRights(level, type) ? renumbered(data, open) : data;
      items.push(capi.tupleOf(capi.fromNumber(level), capi.fromNumber(type), capi.bytesOf(bytes)));
    }
    if (raised) for (const item of items) capi.Py_DecRef(item);
    const list = raised ? 0 : capi.listOf(items);
    if (list !== 0) return { list, close };
    close();
    return null;
  }

  const warn = (): number => capi.PyErr_WarnEx(capi.PyExc('RuntimeWarning'), capi.memory.literal(MALFORMED), 1);

  return { fromPython, toPython };
}

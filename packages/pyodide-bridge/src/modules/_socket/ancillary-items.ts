/**
 * Ancillary data between Python and the kernel. The numbers in SCM_RIGHTS and SCM_PIDFD are descriptors: the guest's in Python,
 * the host's in the kernel.
 */
import { sys } from '@pysock/host';
import { isDescriptorMessage } from '@pysock/host/constants';
import {
  type AncillaryItem,
  controlMessages,
  descriptorsIn,
  MALFORMED,
  receivedDescriptors,
  setInt32At,
} from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject } from '../../capi/index.ts';

/** Gives the descriptors in a message's data other numbers. Bytes that make no whole number stay as they are. */
function renumber(data: Uint8Array, number: (fd: number) => number): void {
  const fds = descriptorsIn(data);
  for (let index = 0; index < fds.length; index++) setInt32At(data, index * 4, number(fds[index] as number));
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

  /** What is a tuple of two small ints and something that has bytes, as nearly all are. Undefined for what is to be looked at again. */
  function plainItem(o: PyObject): AncillaryItem | null | undefined {
    if (!capi.PyTuple_CheckExact(o) || capi.PyTuple_GET_SIZE(o) !== 3) return undefined;
    const level = capi.exactInt(capi.PyTuple_GET_ITEM(o, 0));
    const type = capi.exactInt(capi.PyTuple_GET_ITEM(o, 1));
    if (level === undefined || type === undefined) return undefined;
    const buffer = capi.borrow(capi.PyTuple_GET_ITEM(o, 2), PyBUF_SIMPLE);
    if (buffer === null) return null;
    const data = capi.memory.copyOut(buffer.pointer, buffer.length);
    capi.release(buffer);
    return [level, type, data];
  }

  /** getargs.c: converttuple, `(iiy*)`. The data is a copy. */
  function itemFrom(o: PyObject): AncillaryItem | null {
    const plain = plainItem(o);
    if (plain !== undefined) return plain;
    const isText = capi.PyUnicode_Check(o) || capi.PyBytes_Check(o) || capi.PyByteArray_Check(o);
    if (isText || capi.PySequence_Check(o) === 0) {
      return refuse(`3-item tuple, not ${capi.givenName(o)}`);
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
      if (isDescriptorMessage(level, type)) renumber(data, descriptors.host);
      items.push(item);
    }
    capi.Py_DecRef(tuple);
    return items.length === size ? items : null;
  }

  /** Python's list of what was received, null with an exception set; the descriptors that came with it are closed then. */
  function toPython(control: Uint8Array): ReceivedItems | null {
    if (control.length === 0) return { list: capi.listOf([]), close: () => undefined };
    const opened: number[] = [];
    const close = (): void => {
      for (const fd of opened) descriptors.close(fd);
      for (const host of receivedDescriptors(control).slice(opened.length)) sys.close(host);
    };
    const open = (host: number): number => {
      const fd = descriptors.open(host);
      opened.push(fd);
      return fd;
    };

    const items: PyObject[] = [];
    let raised = false;
    for (const { level, type, data, state } of controlMessages(control)) {
      raised = state !== 'whole' && warn() < 0;
      if (raised || state === 'invalid') break;
      const hosts = isDescriptorMessage(level, type) ? descriptorsIn(data) : [];
      const bytes = capi.bytesOf(data);
      for (let index = 0; index < hosts.length; index++) {
        const host = hosts[index] as number;
        const fd = host < 0 ? host : open(host);
        if (bytes !== 0) capi.memory.setInt32(capi.PyBytes_AS_STRING(bytes) + index * 4, fd);
      }
      items.push(capi.tupleOf(capi.fromNumber(level), capi.fromNumber(type), bytes));
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

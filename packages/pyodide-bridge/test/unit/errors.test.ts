import { constants, strerror } from '@pysock/host';
import { INTERRUPTED, RAISED, TIMED_OUT } from '@pysock/host/call';
import { gaierror, OSError, UnicodeEncodeError } from '@pysock/socket-shim/internals';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadUnitPython, type UnitPython } from './support/python.ts';

let python: UnitPython;

beforeAll(async () => {
  python = await loadUnitPython();
});

/** The exception that is set, as `str` has it, with its type. */
function raised(): { type: string; errno: number | undefined; text: string } | undefined {
  const { capi } = python;
  if (capi.PyErr_Occurred() === 0) return undefined;
  const exception = capi.PyErr_GetRaisedException();
  const of = (name: string): number => capi.PyObject_GetAttrString(exception, capi.memory.literal(name));
  const errno = capi.PyObject_HasAttrString(exception, capi.memory.literal('errno')) === 0 ? 0 : of('errno');
  return {
    type: capi.tp_name(capi.Py_TYPE(exception)),
    errno: errno === 0 || errno === capi.Py_None ? undefined : capi.exactInt(errno),
    text: python.text(capi.PyObject_Str(exception)) ?? '',
  };
}

describe('results', () => {
  test.each([
    ['ECONNREFUSED', 'ConnectionRefusedError'],
    ['ENOENT', 'FileNotFoundError'],
    ['EAGAIN', 'BlockingIOError'],
    ['EPERM', 'PermissionError'],
    ['EHOSTDOWN', 'OSError'],
    ['EBADF', 'OSError'],
  ])('-%s', (name, type) => {
    const host = (constants as Record<string, unknown>)[name] as number;
    expect(python.errors.setResult(-host)).toBe(0);
    const shown = python.errno.shown(host);
    expect(raised()).toEqual({ type, errno: shown, text: `[Errno ${shown}] ${strerror(host)}` });
    expect(python.errno.host(shown)).toBe(host);
  });

  test('words', () => {
    python.errors.setResult(TIMED_OUT);
    expect(raised()).toEqual({ type: 'TimeoutError', errno: undefined, text: 'timed out' });
    for (const word of [INTERRUPTED, RAISED]) {
      python.capi.raise('KeyError', 'of a handler');
      expect(python.errors.setResult(word)).toBe(0);
      expect(raised()?.type).toBe('KeyError');
    }
  });

  test('with the name of a file', () => {
    const name = python.object("'/none'");
    python.errors.setErrnoWithFilename(constants.ENOENT, name);
    expect(raised()).toMatchObject({ type: 'FileNotFoundError', text: expect.stringMatching(/: '\/none'$/) });
  });
});

describe('what was thrown', () => {
  test.each([
    ['an error of the system', new OSError(constants.ENOENT, 'x'), 'FileNotFoundError'],
    ["a built-in exception's name", Object.assign(new Error('bad'), { name: 'ValueError' }), 'ValueError'],
    ['an error of the address resolver', new gaierror(-2, 'no'), 'gaierror'],
    ['a character that cannot be encoded', new UnicodeEncodeError('ascii', '\u20ac', 0, 1, 'no'), 'UnicodeEncodeError'],
    ['a defect', new RangeError('of ours'), 'SystemError'],
    ['anything', 5, 'SystemError'],
  ])('%s', (_title, error, type) => {
    const { capi, errors } = python;
    const literal = capi.memory.literal('socket.gaierror');
    errors.types.set('gaierror', capi.PyErr_NewException(literal, capi.PyExc('OSError'), 0));
    errors.setThrown(error);
    expect(raised()?.type).toBe(type);
  });

  test('nothing more, when an exception is set already', () => {
    python.capi.raise('KeyError', 'k');
    python.errors.setThrown(RAISED);
    expect(raised()).toMatchObject({ type: 'KeyError' });
  });
});

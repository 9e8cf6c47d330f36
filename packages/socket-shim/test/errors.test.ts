import { INTERRUPTED, TIMED_OUT } from '@pysock/host/call';
import { EAGAIN, EAI_SYSTEM, ECONNREFUSED, EINTR, ENOENT, EPIPE, ESHUTDOWN, ETIMEDOUT } from '@pysock/host/constants';
import { describe, expect, test } from 'vitest';
import * as errors from '../src/base/errors.ts';
import { repr, typeName } from '../src/base/python-types.ts';

const { OSError, oserror, throwResult } = errors;

describe('OSError', () => {
  test.each([
    [EAGAIN, 'BlockingIOError', '[Errno 11] Resource temporarily unavailable'],
    [ECONNREFUSED, 'ConnectionRefusedError', '[Errno 111] Connection refused'],
    [EPIPE, 'BrokenPipeError', '[Errno 32] Broken pipe'],
    [ESHUTDOWN, 'BrokenPipeError', '[Errno 108] Cannot send after transport endpoint shutdown'],
    [ETIMEDOUT, 'TimeoutError', '[Errno 110] Connection timed out'],
    [EINTR, 'InterruptedError', '[Errno 4] Interrupted system call'],
    [98, 'OSError', '[Errno 98] Address already in use'],
  ])('errno %d is %s', (errno, name, message) => {
    const error = oserror(errno);
    expect(error).toBeInstanceOf(OSError);
    expect([error.name, error.errno, String(error)]).toEqual([name, errno, `${name}: ${message}`]);
  });

  test('its text is that of str() in Python', () => {
    expect(new OSError().message).toBe('');
    expect(new OSError('m')).toMatchObject({ message: 'm', errno: null, strerror: null, args: ['m'] });
    expect(oserror(ENOENT, undefined, 'f')).toMatchObject({
      message: "[Errno 2] No such file or directory: 'f'",
      filename: 'f',
      args: [ENOENT, 'No such file or directory'],
    });
    expect(oserror(ENOENT, 'x', "a'b").message).toBe(`[Errno 2] x: "a'b"`);
    expect(oserror(ENOENT, 'x', Buffer.from('q')).message).toBe("[Errno 2] x: b'q'");
    expect(new errors.ExceptionGroup('m', [new OSError(1, 'x')]).message).toBe('m (1 sub-exception)');
  });

  test('the connection errors are one family, and the aliases are the classes', () => {
    expect(oserror(ECONNREFUSED)).toBeInstanceOf(errors.ConnectionError);
    expect(oserror(EPIPE)).toBeInstanceOf(errors.ConnectionError);
    expect(errors.error).toBe(OSError);
    expect(errors.timeout).toBe(errors.TimeoutError);
    expect(new errors.gaierror(-2, 'x')).toBeInstanceOf(OSError);
  });

  test('a resolver error is its own kind, unless the system failed', () => {
    expect(errors.set_gaierror(-2, 0)).toMatchObject({
      name: 'gaierror',
      message: '[Errno -2] Name or service not known',
    });
    expect(errors.set_gaierror(EAI_SYSTEM, ENOENT)).toMatchObject({ name: 'FileNotFoundError', errno: ENOENT });
    expect(errors.set_herror(1)).toMatchObject({ name: 'herror', errno: 1, message: '[Errno 1] Unknown host' });
  });
});

test('every class has the name that Python gives it', () => {
  for (const [name, type] of Object.entries(errors.exceptions)) expect(type.prototype.name).toBe(name);
});

describe('throwResult', () => {
  const thrown = (result: number) => {
    try {
      return throwResult(result);
    } catch (error) {
      return error;
    }
  };

  test('an errno, a timeout, a signal handler', () => {
    expect(thrown(-ECONNREFUSED)).toBeInstanceOf(errors.ConnectionRefusedError);
    expect(thrown(TIMED_OUT)).toMatchObject({ name: 'TimeoutError', message: 'timed out', errno: null });
    const raised = new Error('raised by a handler');
    errors.interruptWith(raised);
    expect(thrown(INTERRUPTED)).toBe(raised);
  });
});

test('values under their Python names', () => {
  const values = ['', 1, 1n, 1.5, true, null, undefined, [], new Uint8Array(), {}, new Map(), { pythonType: 'list' }];
  expect(values.map(typeName).join(' ')).toBe('str int int float bool NoneType NoneType tuple bytes dict Map list');
});

test('repr() of what an address holds', () => {
  expect(repr(['127.0.0.1', 80])).toBe("('127.0.0.1', 80)");
  expect(repr(['x'])).toBe("('x',)");
  expect(repr('\ud800\xe9\n"\'')).toBe(`'\\ud800é\\n"\\''`);
  expect(repr('\x7f\xa0\u2028')).toBe("'\\x7f\\xa0\\u2028'");
  expect(repr(Uint8Array.of(0, 255, 39))).toBe(`b"\\x00\\xff'"`);
  expect(repr([null, true, false])).toBe('(None, True, False)');
});

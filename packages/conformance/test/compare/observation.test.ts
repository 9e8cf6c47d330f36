import { expect, it } from 'vitest';
import { lastException } from '../../src/compare/observation.ts';

it.each([
  ['nothing', '', null],
  ['a warning', 'x.py:1: ResourceWarning: unclosed\n  s = 1\n', null],
  [
    'an exception',
    'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\n    f()\n    ~^^\nValueError: no\n',
    'ValueError: no',
  ],
  [
    'one without a message',
    'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nKeyboardInterrupt\n',
    'KeyboardInterrupt',
  ],
  [
    'a message of two lines',
    'Traceback (most recent call last):\n  File "x.py", line 1, in f\nE: one\ntwo\n',
    'E: one\ntwo',
  ],
  [
    'the last of a chain',
    'Traceback (most recent call last):\n  File "a", line 1, in f\nA: a\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b", line 1, in g\nB: b\n',
    'B: b',
  ],
  [
    'a syntax error',
    '  File "x.py", line 1\n    (\n    ^\nSyntaxError: \'(\' was never closed\n',
    "SyntaxError: '(' was never closed",
  ],
])('finds the exception in %s', (_, stderr, expected) => {
  expect(lastException(stderr)).toBe(expected);
});

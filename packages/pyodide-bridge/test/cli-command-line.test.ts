import { afterAll, describe, expect, it } from 'vitest';
import { folderOf, pysock, python, type Run, type RunOptions, run } from './support/command.ts';

interface Case extends RunOptions {
  args: string[];
  stdout?: string;
  /** `{cwd}` stands for the working folder. */
  stderr?: string;
  status?: number;
  /** The standard error output of CPython's versions differs. */
  stderrSince?: number;
  /** CPython's minor version that first does so. */
  since?: number;
}

const folder = folderOf({
  'args.py': 'import sys\nprint(sys.argv, __name__, __file__, __spec__)\n',
  'globals.py': 'print(sorted(set(globals()) - {"__annotations__", "__cached__"}))\n',
  'error.py': 'def f(x):\n    return 1 / x\n\nclass A:\n    def m(self):\n        f(0)\nA().m()\n',
  'syntax.py': 'x = 1\nif x\n  print(1)\n',
  'cause.py': 'try:\n    1/0\nexcept Exception as e:\n    raise ValueError("bad") from e\n',
  'hook.py': 'import sys\nsys.excepthook = lambda t, v, tb: print("hook", t.__name__, v)\n1/0\n',
  'atexit.py':
    'import atexit, sys\natexit.register(print, "bye")\ntry:\n    sys.exit(3)\nfinally:\n    print("finally")\n',
  'main.py':
    'import pickle, inspect\nclass C:\n    x = 1\nprint(pickle.loads(pickle.dumps(C())).x, inspect.getsource(C).splitlines()[0])\n',
  'finalize.py':
    'class A:\n    def __init__(self, n): self.n = n\n    def __del__(self): print("del", self.n)\na = A("module")\nb = A("cycle")\nb.me = b\n',
  'package/__init__.py': '',
  'package/__main__.py': 'import sys\nprint(sys.argv[1:], __name__, __package__, __spec__.name)\n',
  'package/module.py': 'from . import other\nprint(other.x, __name__)\n',
  'package/other.py': 'x = 5\n',
  'folder/__main__.py': 'import sys, helper\nprint(sys.argv, __name__, helper.h)\n',
  'folder/helper.py': 'h = 1\n',
  'own/main.py': 'import code, json\nprint(code.x, json.x)\n',
  'own/code.py': 'x = 1\n',
  'own/json/__init__.py': 'x = 2\n',
  'deep.py': 'def f(n): return f(n + 1)\ntry: f(0)\nexcept RecursionError as e: print(e)\n',
  'nested.py':
    'import sys\nsys.setrecursionlimit(10 ** 6)\ndef f(n): return max([n], key=lambda x: f(n + 1))\ntry: f(0)\nexcept RecursionError: print("RecursionError")\n',
});
afterAll(() => folder[Symbol.dispose]());

const traceback = (...lines: string[]): string => `Traceback (most recent call last):\n${lines.join('\n')}\n`;

const cases: Record<string, Case> = {
  'a script and its arguments': {
    args: ['args.py', '-c', 'x'],
    stdout: "['args.py', '-c', 'x'] __main__ {cwd}/args.py None\n",
  },
  'the names of a script': {
    args: ['globals.py'],
    stdout: "['__builtins__', '__doc__', '__file__', '__loader__', '__name__', '__package__', '__spec__']\n",
  },
  '-c': {
    args: ['-c', 'import sys; print(sys.argv, __name__, sys.path[0] == "")', 'a'],
    stdout: "['-c', 'a'] __main__ True\n",
  },
  '-m with a package': { args: ['-m', 'package', 'a'], stdout: "['a'] __main__ package package.__main__\n" },
  '-m with a module': { args: ['-m', 'package.module'], stdout: '5 __main__\n' },
  'a folder with a __main__.py': { args: ['folder', 'z'], stdout: "['folder', 'z'] __main__ 1\n" },
  "modules of the script's own by names of the library's": { args: ['own/main.py'], stdout: '1 2\n' },
  'the same from PYTHONPATH': {
    args: ['-c', 'import code, json; print(code.x, json.x)'],
    env: { PYTHONPATH: 'own' },
    stdout: '1 2\n',
  },
  'not with -P': { args: ['-P', '-c', 'import code, json; print(hasattr(code, "x"))'], stdout: 'False\n' },
  'standard input': {
    args: ['-', 'a'],
    input: 'import sys\nprint(sys.argv, __name__)\n',
    stdout: "['-', 'a'] __main__\n",
  },
  'standard input without an argument': { args: [], input: 'print(1 + 1)\n', stdout: '2\n' },
  'an error in a script': {
    args: ['error.py'],
    status: 1,
    stderrSince: 13,
    stderr: traceback(
      '  File "{cwd}/error.py", line 7, in <module>',
      '    A().m()',
      '    ~~~~~^^',
      '  File "{cwd}/error.py", line 6, in m',
      '    f(0)',
      '    ~^^^',
      '  File "{cwd}/error.py", line 2, in f',
      '    return 1 / x',
      '           ~~^~~',
      'ZeroDivisionError: division by zero',
    ),
  },
  'an error in -c': {
    args: ['-c', 'def f():\n  1/0\nf()'],
    status: 1,
    stderrSince: 13,
    stderr: traceback(
      '  File "<string>", line 3, in <module>',
      '    f()',
      '    ~^^',
      '  File "<string>", line 2, in f',
      '    1/0',
      '    ~^~',
      'ZeroDivisionError: division by zero',
    ),
  },
  'a syntax error': {
    args: ['syntax.py'],
    status: 1,
    stderr: '  File "{cwd}/syntax.py", line 2\n    if x\n        ^\nSyntaxError: expected \':\'\n',
  },
  'an error with a cause': {
    args: ['cause.py'],
    status: 1,
    stderr: `${traceback(
      '  File "{cwd}/cause.py", line 2, in <module>',
      '    1/0',
      '    ~^~',
      'ZeroDivisionError: division by zero',
    )}\nThe above exception was the direct cause of the following exception:\n\n${traceback(
      '  File "{cwd}/cause.py", line 4, in <module>',
      '    raise ValueError("bad") from e',
      'ValueError: bad',
    )}`,
  },
  'sys.excepthook': { args: ['hook.py'], status: 1, stdout: 'hook ZeroDivisionError division by zero\n' },
  'exit handlers': { args: ['atexit.py'], status: 3, stdout: 'finally\nbye\n' },
  'sys.exit with a text': { args: ['-c', 'import sys; sys.exit("so")'], status: 1, stderr: 'so\n' },
  'sys.exit with a large number': { args: ['-c', 'import sys; sys.exit(257)'], status: 1 },
  'os._exit': {
    args: ['-c', 'print("lost"); import os; os.write(1, b"kept"); os._exit(7)'],
    status: 7,
    stdout: 'kept',
  },
  'the module __main__': { args: ['main.py'], stdout: '1 class C:\n' },
  'what is left at the end is finalized': { args: ['finalize.py'], stdout: 'del module\ndel cycle\n' },
  'recursion in Python': { args: ['deep.py'], stdout: 'maximum recursion depth exceeded\n' },
  // Earlier versions do not look at the C stack, and fault.
  'recursion in C': { args: ['nested.py'], stdout: 'RecursionError\n', since: 14 },
  'no such file': {
    args: ['missing.py'],
    status: 2,
    stderr: "{program}: can't open file '{cwd}/missing.py': [Errno 2] No such file or directory\n",
  },
  'no such module': { args: ['-m', 'missing_module'], status: 1 },
  'an unknown option': {
    args: ['-Z'],
    status: 2,
    stderr:
      "Unknown option: -Z\nusage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n",
    stderrSince: 12,
  },
  'an option without its argument': {
    args: ['-c'],
    status: 2,
    stderr:
      "Argument expected for the -c option\nusage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n",
    stderrSince: 12,
  },
  '-O': { args: ['-O', '-c', 'print(__debug__); assert 0'], stdout: 'False\n' },
  '-W': {
    args: [
      '-W',
      'error',
      '-c',
      'import warnings\ntry: warnings.warn("w")\nexcept UserWarning as e: print("raised", e)',
    ],
    stdout: 'raised w\n',
  },
  '-X dev': {
    args: ['-X', 'dev', '-c', 'import sys; print(sys.flags.dev_mode, sys.warnoptions)'],
    stdout: "True ['default']\n",
  },
  flags: {
    args: [
      '-IBqu',
      '-bb',
      '-c',
      'import sys; f = sys.flags; print(f.isolated, f.dont_write_bytecode, f.quiet, f.bytes_warning, f.safe_path)',
    ],
    stdout: '1 1 1 2 True\n',
  },
  PYTHONPATH: {
    args: ['-c', 'import sys, other; print(sys.path[1:3], other.x)'],
    env: { PYTHONPATH: 'package:/x' },
    stdout: "['{cwd}/package', '/x'] 5\n",
  },
  '-E ignores PYTHONPATH': {
    args: ['-E', '-c', 'import sys; print("/x" in sys.path)'],
    env: { PYTHONPATH: '/x' },
    stdout: 'False\n',
  },
  'the environment': {
    args: ['-c', 'import os; print(os.environ["A"], os.getenv("B"))'],
    env: { A: 'bär' },
    stdout: 'bär None\n',
  },
};

function expected(text: string, program: string): string {
  return text.replaceAll('{cwd}', folder.path).replaceAll('{program}', program);
}

describe('the command line', () => {
  it.each(Object.entries(cases))('%s', async (_, { args, stdout, stderr, status, ...options }) => {
    const result = await pysock(args, { ...options, cwd: folder.path });
    expect(result).toEqual({
      signal: null,
      status: status ?? 0,
      stdout: expected(stdout ?? '', 'pysock'),
      stderr: stderr === undefined && status ? expect.anything() : expected(stderr ?? '', 'pysock'),
    });
  });
});

describe.skipIf(python === undefined)("CPython's own answers", () => {
  const known = Object.entries(cases).filter(([, { since }]) => (python?.minor ?? 0) >= (since ?? 0));
  it.each(known)('%s', async (_, { args, stdout, stderr, status, stderrSince, ...options }) => {
    const { program, name, minor } = python as NonNullable<typeof python>;
    const result: Run = await run(program, args, { ...options, cwd: folder.path });
    expect(result.status).toBe(status ?? 0);
    expect(result.stdout).toBe(expected(stdout ?? '', ''));
    if (stderr !== undefined && minor >= (stderrSince ?? 0)) {
      expect(result.stderr).toBe(expected(stderr, name));
    }
  });
});

describe('what is not CPython', () => {
  it('says which version it is', async () => {
    const { stdout } = await pysock(['--version']);
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(/^Python 3\.14\.\d+$/);
    expect(second).toMatch(/^pysock \S+, Pyodide 314\.\S+, Node \S+$/);
  });
});

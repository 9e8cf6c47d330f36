/**
 * The names of `posix` and `os` that are no functions of ours: constants, tables of names, what `os` says of its functions.
 *
 * `os.py` has run when our functions are added, over a `posix` that was compiled for Emscripten: what it found out then is made
 * anew.
 */
import { moduleConstants } from '@pysock/host';

/** Names that a Linux lacks. */
const FOREIGN = ['O_EXEC', 'O_SEARCH', 'O_TTY_INIT', '_emscripten_debugger'];

/** open(2)'s flags that not all Linux systems have the same numbers for: those of the guest, which are translated. */
const TRANSLATED = new Set(['O_DIRECT', 'O_DIRECTORY', 'O_NOFOLLOW', 'O_TMPFILE']);

/** posixmodule.c: have_functions. What a Linux has of them. */
const HAVE = `
  EVENTFD FACCESSAT FCHDIR FCHMOD FCHMODAT FCHOWN FCHOWNAT FDOPENDIR FEXECVE FPATHCONF FSTATAT FSTATVFS FTRUNCATE FUTIMENS
  FUTIMES FUTIMESAT LCHOWN LINKAT LSTAT LUTIMES MEMFD_CREATE MKDIRAT MKFIFOAT MKNODAT OPENAT PTSNAME_R READLINKAT RENAMEAT
  SYMLINKAT TIMERFD_CREATE UNLINKAT UTIMENSAT`
  .trim()
  .split(/\s+/)
  .map((name) => `HAVE_${name}`);

/** os.py: the sets of functions that take a descriptor, a folder's descriptor and so on, on a Linux. */
const SUPPORTS = {
  supports_dir_fd:
    'access chmod chown link lstat mkdir mkfifo mknod open readlink rename rmdir stat symlink unlink utime',
  supports_effective_ids: 'access',
  supports_fd: 'chdir chmod chown execve listdir pathconf scandir stat statvfs truncate utime',
  supports_follow_symlinks: 'access chown link stat utime',
};

export function namesProgram(): string {
  const constants = Object.entries(moduleConstants('posix')).filter(([name]) => !TRANSLATED.has(name));
  return `
def process_cpu_count():
    "How many processors the process may run on."
    import os, sys
    configured = sys._get_cpu_count_config()
    return len(os.sched_getaffinity(0)) if configured < 0 else configured

def complete_posix(constants, tables, foreign, have, supports):
    import os, posix
    for module in (posix, os):
        vars(module).update(constants)
        vars(module).update(tables)
        for name in foreign:
            vars(module).pop(name, None)
    posix._have_functions = have
    for name, functions in supports.items():
        found = getattr(os, name)
        found.clear()
        found.update(getattr(os, function) for function in functions.split() if hasattr(os, function))
    process_cpu_count.__module__ = 'os'
    process_cpu_count.__qualname__ = 'process_cpu_count'
    os.process_cpu_count = process_cpu_count
    exported = [name for name in dir(posix) if name[0] != '_']
    kept = [name for name in os.__all__ if hasattr(os, name)]
    os.__all__[:] = dict.fromkeys([*kept, *exported])
def renew_pathlib():
    "pathlib has looked, when it was executed, what os and the system's users have."
    import importlib, pathlib, sys
    old = dict(vars(pathlib))
    importlib.reload(pathlib._os)
    importlib.reload(pathlib)
    fresh = {id(value): vars(pathlib)[name] for name, value in old.items() if isinstance(value, type)}
    for module in [*sys.modules.values()]:
        names = getattr(module, '__dict__', {})
        for name, value in [*names.items()]:
            if id(value) in fresh:
                names[name] = fresh[id(value)]

complete_posix(
    ${JSON.stringify(Object.fromEntries(constants))},
    ${JSON.stringify({
      sysconf_names: moduleConstants('sysconf'),
      pathconf_names: moduleConstants('pathconf'),
      confstr_names: moduleConstants('confstr'),
    })},
    ${JSON.stringify(FOREIGN)}, ${JSON.stringify(HAVE)}, ${JSON.stringify(SUPPORTS)})
renew_pathlib()
del complete_posix, process_cpu_count, renew_pathlib
`;
}

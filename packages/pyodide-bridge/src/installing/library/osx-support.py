"""What sysconfig and builds ask on macOS: which platform it is, and how the compilers are called. The interface is CPython's."""
import os
import re
import sys

__all__ = ['compiler_fixup', 'customize_config_vars', 'customize_compiler', 'get_platform_osx']

# Variables that have options of a compiler, and those that name one.
_UNIVERSAL_CONFIG_VARS = ('CFLAGS', 'LDFLAGS', 'CPPFLAGS', 'BASECFLAGS', 'BLDSHARED', 'LDSHARED', 'CC', 'CXX', 'PY_CFLAGS', 'PY_LDFLAGS',
                          'PY_CPPFLAGS', 'PY_CORE_CFLAGS', 'PY_CORE_LDFLAGS')
_COMPILER_CONFIG_VARS = ('BLDSHARED', 'LDSHARED', 'CC', 'CXX')

# What a variable was before a function here changed it.
_INITPRE = '_OSX_SUPPORT_INITIAL_'


def _find_executable(executable, path=None):
    """The path of a program on PATH, or None."""
    if os.path.isfile(executable):
        return executable
    for folder in (os.environ['PATH'] if path is None else path).split(os.pathsep):
        found = os.path.join(folder, executable)
        if os.path.isfile(found):
            return found
    return None


def _read_output(commandstring, capture_stderr=False):
    """What a command prints, or None where it fails."""
    import subprocess
    error = subprocess.STDOUT if capture_stderr else None
    done = subprocess.run(['/bin/sh', '-c', commandstring], stdout=subprocess.PIPE, stderr=error or subprocess.DEVNULL)
    return done.stdout.decode('utf-8').strip() if done.returncode == 0 else None


def _find_build_tool(toolname):
    return _find_executable(toolname) or _read_output(f'/usr/bin/xcrun -find {toolname}') or ''


# What the two functions below have found, and None before.
_SYSTEM_VERSION = _SYSTEM_VERSION_TUPLE = None


def _product_version():
    try:
        with open('/System/Library/CoreServices/SystemVersion.plist', encoding='utf-8') as file:
            found = re.search(r'<key>ProductUserVisibleVersion</key>\s*<string>(.*?)</string>', file.read())
    except OSError:
        return ''
    return '.'.join(found[1].split('.')[:2]) if found else ''


def _get_system_version():
    """ProductVersion of the system's property list; '' where there is none."""
    global _SYSTEM_VERSION
    _SYSTEM_VERSION = _product_version() if _SYSTEM_VERSION is None else _SYSTEM_VERSION
    return _SYSTEM_VERSION


def _get_system_version_tuple():
    global _SYSTEM_VERSION_TUPLE
    parts = _get_system_version().split('.') if _SYSTEM_VERSION_TUPLE is None else ()
    if parts:
        _SYSTEM_VERSION_TUPLE = tuple(map(int, parts)) if all(map(str.isdecimal, parts)) else ()
    return _SYSTEM_VERSION_TUPLE


def _remove_original_values(_config_vars):
    for name in [name for name in _config_vars if name.startswith(_INITPRE)]:
        del _config_vars[name]


def _save_modified_value(_config_vars, cv, newvalue):
    old = _config_vars.get(cv, '')
    if old != newvalue and _INITPRE + cv not in _config_vars:
        _config_vars[_INITPRE + cv] = old
    _config_vars[cv] = newvalue


def _supports_universal_builds():
    """Since 10.4 compilers make code for several processors at once."""
    version = _get_system_version_tuple()
    return bool(version >= (10, 4)) if version else False


def _supports_arm64_builds():
    version = _get_system_version_tuple()
    return version >= (11, 0) if version else False


def _each_unless_set(_config_vars, change):
    """Changes the variables that the environment does not set."""
    for name in _UNIVERSAL_CONFIG_VARS:
        if name in _config_vars and name not in os.environ:
            _save_modified_value(_config_vars, name, change(_config_vars[name]))
    return _config_vars


def _remove_universal_flags(_config_vars):
    def change(flags):
        flags = re.sub(r'-arch\s+\w+\s', ' ', flags, flags=re.ASCII)
        return re.sub(r'-isysroot\s*\S+', ' ', flags)
    return _each_unless_set(_config_vars, change)


def _override_all_archs(_config_vars):
    """ARCHFLAGS of the environment takes the place of the processors that Python was built for."""
    if 'ARCHFLAGS' in os.environ:
        arch = os.environ['ARCHFLAGS']
        for name in _UNIVERSAL_CONFIG_VARS:
            if name in _config_vars and '-arch' in _config_vars[name]:
                _save_modified_value(_config_vars, name, re.sub(r'-arch\s+\w+\s', ' ', _config_vars[name]) + ' ' + arch)
    return _config_vars


def _check_for_unavailable_sdk(_config_vars):
    """An SDK that is no longer there is not named."""
    found = re.search(r'-isysroot\s*(\S+)', _config_vars.get('CFLAGS', ''))
    if found is not None and not os.path.exists(found[1]):
        _each_unless_set(_config_vars, lambda flags: re.sub(r'-isysroot\s*\S+(?:\s|$)', ' ', flags))
    return _config_vars


def compiler_fixup(compiler_so, cc_args):
    """A command of a compiler without options that the environment or the call has otherwise. Returns a list of words."""
    words = list(compiler_so)
    strip_arch = not _supports_universal_builds() or '-arch' in cc_args
    strip_root = not _supports_universal_builds() or any(word.startswith('-isysroot') for word in cc_args)
    if strip_arch or 'ARCHFLAGS' in os.environ:
        while '-arch' in words:
            at = words.index('-arch')
            del words[at:at + 2]
    elif not _supports_arm64_builds():
        for at in reversed(range(len(words) - 1)):
            if words[at] == '-arch' and words[at + 1] == 'arm64':
                del words[at:at + 2]
    if 'ARCHFLAGS' in os.environ and not strip_arch:
        words += os.environ['ARCHFLAGS'].split()
    if strip_root:
        at = 0
        while at < len(words):
            if words[at] == '-isysroot':
                del words[at:at + 2]
            elif words[at].startswith('-isysroot'):
                del words[at]
            else:
                at += 1
    return words


def customize_config_vars(_config_vars):
    """Adapts variables of the build to the system that runs."""
    if not _supports_universal_builds():
        _remove_universal_flags(_config_vars)
    return _check_for_unavailable_sdk(_override_all_archs(_config_vars))


def customize_compiler(_config_vars):
    """Adapts them when a compiler is first called."""
    return _override_all_archs(_config_vars)


def get_platform_osx(_config_vars, osname, release, machine):
    """(system, release, machine) of the platform's name."""
    target = _config_vars.get('MACOSX_DEPLOYMENT_TARGET', '')
    macver = (target if '.' in target or not target else f'{target}.0') or _get_system_version()
    if not macver:
        return osname, release, machine
    flags = _config_vars.get(_INITPRE + 'CFLAGS', _config_vars.get('CFLAGS', ''))
    if '-arch' in flags and _supports_universal_builds():
        machine = _name_of(tuple(sorted(set(re.findall(r'-arch\s+(\S+)', flags)))))
    elif machine == 'i386' and sys.maxsize >= 2**32:
        machine = 'x86_64'
    elif machine in ('PowerPC', 'Power_Macintosh'):
        machine = 'ppc64' if sys.maxsize >= 2**32 else 'ppc'
    return 'macosx', macver, machine


_KINDS = {
    ('arm64', 'x86_64'): 'universal2', ('i386', 'ppc'): 'fat', ('i386', 'x86_64'): 'intel', ('i386', 'ppc', 'x86_64'): 'fat3',
    ('ppc64', 'x86_64'): 'fat64', ('i386', 'ppc', 'ppc64', 'x86_64'): 'universal',
}


def _name_of(archs):
    """What code for several processors is called. Raises ValueError."""
    if len(archs) == 1:
        return archs[0]
    if archs not in _KINDS:
        raise ValueError(f"Don't know machine value for archs={archs!r}")
    return _KINDS[archs]

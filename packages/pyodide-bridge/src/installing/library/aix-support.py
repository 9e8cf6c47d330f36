"""Which AIX a Python runs on, and which one it was built on: the last part of its platform's name."""
import sys
import sysconfig


def _read_cmd_output(commandstring, capture_stderr=False):
    """What a command prints, without white space around it; None where it fails."""
    import os
    import subprocess
    # A POSIX shell, not the user's.
    error = subprocess.STDOUT if capture_stderr else subprocess.DEVNULL
    done = subprocess.run(['/bin/sh', '-c', commandstring], stdout=subprocess.PIPE, stderr=error, env=os.environ)
    return done.stdout.strip() if done.returncode == 0 else None


def _aix_tag(vrtl, bd):
    # A build date is missing where it is 9988.
    size = 32 if sys.maxsize == 2**31 - 1 else 64
    date = bd if bd != 0 else 9988
    return f'aix-{vrtl[0]:1x}{vrtl[1]:1d}{vrtl[2]:02d}-{date:04d}-{size}'


def _aix_vrtl(vrmf):
    """(7, 1, 4) of '7.1.4.30'"""
    v, r, tl = vrmf.split('.')[:3]
    return [int(v[-1]), int(r), int(tl)]


def _aix_bos_rte():
    """The level and the build date of the package bos.rte, which has the system's libraries."""
    out = _read_cmd_output('/usr/bin/lslpp -Lqc bos.rte')
    fields = (out.decode('utf-8') if out else '').strip().split(':')
    date = int(fields[-1]) if len(fields) > 2 and fields[-1] != '' else 9988
    return str(fields[2] if len(fields) > 2 else ''), date


def aix_platform():
    """The platform of the system that runs."""
    vrmf, bd = _aix_bos_rte()
    return _aix_tag(_aix_vrtl(vrmf), bd)


def _aix_bgt():
    """The system that this Python was built on, by the compiler's name of it."""
    gnu_type = sysconfig.get_config_var('BUILD_GNU_TYPE')
    if not gnu_type:
        raise ValueError('BUILD_GNU_TYPE is not defined')
    return _aix_vrtl(vrmf=gnu_type)


def aix_buildtag():
    """The platform that this Python was built on."""
    given = sysconfig.get_config_var('AIX_BUILDDATE')
    try:
        date = int(given)
    except (TypeError, ValueError):
        raise ValueError(f'AIX_BUILDDATE is not defined or invalid: {given!r}')
    return _aix_tag(_aix_bgt(), date)

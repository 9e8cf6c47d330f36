/** posixmodule.c: limits and settings of the system, of files and of volumes. */
import { constants, moduleConstants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Converter } from '../../capi/clinic/converter.ts';
import { device, fildes, int, unsigned } from '../../capi/clinic/converters.ts';
import { type Path, pathOrFd } from '../../capi/clinic/path.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { newStruct } from '../../capi/structseq.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin, failed, hostPath } from '../builtin.ts';
import { seenOpenFiles } from './starting.ts';

const { EINVAL, _SC_NPROCESSORS_ONLN } = constants;

/** posixmodule.c: conv_confname: a number, or a name of a table. */
function confname(table: 'sysconf' | 'pathconf' | 'confstr'): Converter<number> {
  let names: Readonly<Record<string, number>> | undefined;
  return {
    convert(clinic, o, place) {
      const { capi } = clinic;
      const refuse = (type: string, message: string): never => {
        capi.raise(type, message);
        throw RAISED;
      };
      if (!capi.PyUnicode_Check(o)) {
        if (capi.PyIndex_Check(o) === 0) refuse('TypeError', 'configuration names must be strings or integers');
        return int.convert(clinic, o, place);
      }
      names ??= moduleConstants(table);
      const name = capi.stringFrom(o);
      if (name === null) throw RAISED;
      return Object.hasOwn(names, name)
        ? (names[name] as number)
        : refuse('ValueError', 'unrecognized configuration name');
    },
  };
}

function limit(bridge: Bridge, { value, failed: errno }: sys.Limit, filename?: PyObject): PyObject {
  return errno === 0 ? bridge.capi.PyLong_FromLongLong(BigInt(value)) : failed(bridge, errno, filename);
}

/** posixmodule.c: _pystatvfs_fromstructstatvfs. In the order of the fields; `f_fsid` stands after those of the tuple. */
function volume({ capi }: Bridge): PyObject {
  const [bsize, frsize, blocks, bfree, bavail, files, ffree, favail, fsid, flag, namemax] = sys.volume;
  const type = memberOf(capi, 'posix', 'statvfs_result');
  const words = [bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax, fsid];
  const struct = newStruct(
    capi,
    type,
    words.map((word) => capi.PyLong_FromUnsignedLongLong(word as bigint)),
  );
  capi.Py_DecRef(type);
  return struct;
}

function statvfs(bridge: Bridge, file: Path): PyObject {
  const { fd, pointer, object } = file;
  const result = pointer === 0 ? sys.fstatvfs(bridge.descriptors.host(fd)) : sys.statvfs(hostPath(bridge, file));
  return result < 0 ? failed(bridge, -result, object) : volume(bridge);
}

/** sys/sysmacros.h: gnu_dev_makedev, gnu_dev_major, gnu_dev_minor */
const makedev = (major: bigint, minor: bigint): bigint =>
  ((major & 0xfffn) << 8n) | ((major & 0xfffff000n) << 32n) | (minor & 0xffn) | ((minor & 0xffffff00n) << 12n);
const majorOf = (rdev: bigint): bigint => ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n);
const minorOf = (rdev: bigint): bigint => (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n);

const NODEV = 2n ** 64n - 1n;
const NO_PART = 0xffffffff;

/** posixmodule.c: major_minor_check. sic: a part of -1 is none. */
const part: Converter<number> = {
  convert(clinic, o, place) {
    if (clinic.capi.exactInt(o) === -1) return NO_PART;
    return unsigned.convert(clinic, o, place);
  },
};

/** A part of a device number; that of no device is -1. */
const partOf = ({ capi }: Bridge, rdev: bigint, get: (rdev: bigint) => bigint): PyObject =>
  rdev === NODEV ? capi.PyLong_FromLong(-1) : capi.fromNumber(Number(get(rdev)));

export const configurationFunctions = [
  /** posixmodule.c: os_sysconf_impl */
  builtin(
    'sysconf($module, name, /)',
    'A limit or a setting of the system, a number.',
    [confname('sysconf')],
    (bridge, name) => {
      const result = sys.sysconf(name);
      const isSeen = name === moduleConstants('sysconf').SC_OPEN_MAX && result.value >= 0;
      return limit(bridge, isSeen ? { ...result, value: Number(seenOpenFiles(bridge, BigInt(result.value))) } : result);
    },
  ),
  /** posixmodule.c: os_cpu_count_impl: what -X cpu_count and PYTHON_CPU_COUNT say, or what the system has. */
  builtin('cpu_count($module, /)', 'How many processors the system has.', [], (bridge) => {
    const { capi } = bridge;
    const ask = memberOf(capi, 'sys', '_get_cpu_count_config');
    const configured = capi.PyObject_CallNoArgs(ask);
    capi.Py_DecRef(ask);
    if (configured === 0) throw RAISED;
    const count = rawFunction(capi.module, 'PyLong_AsLong')(configured);
    if (count > 0) return configured;
    capi.Py_DecRef(configured);
    return limit(bridge, sys.sysconf(_SC_NPROCESSORS_ONLN));
  }),
  /** posixmodule.c: os_confstr_impl */
  builtin('confstr($module, name, /)', 'A setting of the system, a text.', [confname('confstr')], (bridge, name) => {
    const text = sys.confstr(name);
    if (typeof text === 'number') return failed(bridge, -text);
    return text === null ? bridge.capi.none() : bridge.capi.fsDecode(text);
  }),
  /** posixmodule.c: os_pathconf_impl */
  builtin(
    'pathconf($module, /, path, name)',
    'A limit that holds for a file.',
    [pathOrFd, confname('pathconf')],
    (bridge, file, name) => {
      if (file.pointer === 0) {
        const found = sys.fpathconf(bridge.descriptors.host(file.fd), name);
        return limit(bridge, found, found.failed === EINVAL ? 0 : file.object);
      }
      const found = sys.pathconf(hostPath(bridge, file), name);
      // Either of the two may be what is not valid.
      return limit(bridge, found, found.failed === EINVAL ? 0 : file.object);
    },
  ),
  /** posixmodule.c: os_fpathconf_impl */
  builtin(
    'fpathconf($module, fd, name, /)',
    'A limit that holds for an open file.',
    [fildes, confname('pathconf')],
    (bridge, fd, name) => limit(bridge, sys.fpathconf(bridge.descriptors.host(fd), name)),
  ),
  /** posixmodule.c: os_getloadavg_impl */
  builtin(
    'getloadavg($module, /)',
    'How many processes wanted to run, on average over 1, 5 and 15 minutes.',
    [],
    (bridge) => {
      const { capi } = bridge;
      const averages = new Float64Array(3);
      if (sys.getloadavg(averages) !== 3) return capi.raise('OSError', 'Load averages are unobtainable');
      return capi.tupleOf(...[...averages].map((average) => capi.PyFloat_FromDouble(average)));
    },
  ),
  /** posixmodule.c: os_statvfs_impl */
  builtin('statvfs($module, /, path)', 'What the volume of a file has room for.', [pathOrFd], statvfs),
  /** posixmodule.c: os_fstatvfs_impl */
  builtin('fstatvfs($module, fd, /)', 'What the volume of an open file has room for.', [int], (bridge, fd) =>
    statvfs(bridge, { fd, pointer: 0, object: 0, held: [] }),
  ),
  /** posixmodule.c: os_major_impl */
  builtin('major($module, device, /)', "The major part of a device's number.", [device], (bridge, rdev) =>
    partOf(bridge, rdev, majorOf),
  ),
  /** posixmodule.c: os_minor_impl */
  builtin('minor($module, device, /)', "The minor part of a device's number.", [device], (bridge, rdev) =>
    partOf(bridge, rdev, minorOf),
  ),
  /** posixmodule.c: os_makedev_impl */
  builtin(
    'makedev($module, major, minor, /)',
    "A device's number, of its parts.",
    [part, part],
    ({ capi }, major, minor) => {
      const rdev = makedev(BigInt(major), BigInt(minor));
      return rdev === NODEV ? capi.PyLong_FromLong(-1) : capi.PyLong_FromUnsignedLongLong(rdev);
    },
  ),
];

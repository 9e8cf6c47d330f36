import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import * as exported from '../src/constants/index.ts';
import { names, wordsOf } from '../src/constants/names.ts';
import { table as linuxArm64 } from '../src/generated/constants/linux-arm64.ts';
import { table as linuxX64 } from '../src/generated/constants/linux-x64.ts';
import { layouts as arm64 } from '../src/generated/layouts/linux-arm64.ts';
import { layouts as x64 } from '../src/generated/layouts/linux-x64.ts';
import * as sizes from '../src/layouts/index.ts';
import { structs } from '../src/layouts/structs.ts';
import { errnoByName, errnoName, strerror } from '../src/sys/errno.ts';
import { pythonPath } from './python.ts';

const here = process.arch === 'arm64' ? linuxArm64 : linuxX64;

const exportedValues: Record<string, unknown> = { ...exported };
const exportedLayouts: Record<string, object | undefined> = { ...sizes };

describe('constants', () => {
  test.each(['socket', 'select', 'errno', 'internal'] as const)(
    'the tables hold every name of %s, in order',
    (kind) => {
      const wanted = wordsOf(names[kind]);
      expect(new Set(wanted).size).toBe(wanted.length);
      expect(Object.keys(linuxX64[kind])).toEqual(wanted);
      expect(Object.keys(linuxArm64[kind])).toEqual(wanted);
    },
  );

  test('each is exported under its own name with the value of this system', () => {
    for (const [name, value] of Object.values(here).flatMap((values) => Object.entries(values))) {
      expect([name, exportedValues[name]]).toEqual([name, value]);
    }
  });

  test('the systems differ where their headers do, and nowhere else', () => {
    const differing = Object.entries(linuxX64).flatMap(([kind, values]) => {
      const other: Record<string, number> = linuxArm64[kind as keyof typeof linuxX64];
      return Object.entries(values).flatMap(([name, value]) => (other[name] === value ? [] : [name]));
    });
    // The numbers of system calls are each processor's own.
    const named = differing.filter((name) => !name.startsWith('SYS_'));
    expect(named).toEqual(['O_DIRECTORY', 'O_NOFOLLOW']);
  });

  test('signs are those of C: addresses and masks unsigned, EAI_ and TIPC_WAIT_FOREVER negative', () => {
    expect(exported.INADDR_BROADCAST).toBe(0xffffffff);
    expect(exported.CAN_EFF_FLAG).toBe(0x80000000);
    expect(exported.EPOLLET).toBe(0x80000000);
    expect(exported.EAI_NONAME).toBe(-2);
    expect(exported.TIPC_WAIT_FOREVER).toBe(-1);
  });

  const python = pythonPath();
  test.skipIf(python === undefined)('the modules of CPython 3.14 have the same names and values', () => {
    const script = `if 1:
      import _socket, select, errno, json
      modules = [[[k, v] for k, v in vars(m).items() if type(v) is int] for m in (_socket, select, errno)]
      print(json.dumps(modules))`;
    const [socket, select, errno] = JSON.parse(execFileSync(python as string, ['-c', script], { encoding: 'utf8' }));
    expect(Object.entries(exported.constants)).toEqual(socket);
    expect(Object.entries(exported.selectConstants)).toEqual(select);
    expect(exported.errnoConstants).toEqual(Object.fromEntries(errno));
  });
});

describe('errno', () => {
  test('by number and by name', () => {
    expect(errnoName(exported.EAGAIN)).toBe('EAGAIN');
    expect(errnoName(exported.EOPNOTSUPP)).toBe('EOPNOTSUPP');
    expect(errnoName(0)).toBeUndefined();
    expect(errnoByName('EWOULDBLOCK')).toBe(exported.EAGAIN);
    expect(errnoByName('toString')).toBeUndefined();
  });

  test("strerror is the host's text", () => {
    expect(strerror(exported.ECONNREFUSED)).toBe('Connection refused');
  });
});

describe('layouts', () => {
  test('every structure is exported, with every field', () => {
    for (const [struct, fields] of Object.entries(structs)) {
      const layout = exportedLayouts[struct];
      const words = fields.split(' ').filter((word) => word !== '');
      expect(Object.keys(layout ?? {}), struct).toEqual(['sizeof', ...words]);
    }
  });

  test('the sizes that the manual pages and RFC 3493 give', () => {
    expect(x64.sockaddr_in.sizeof).toBe(16);
    expect(x64.sockaddr_in6).toEqual({
      sizeof: 28,
      sin6_family: 0,
      sin6_port: 2,
      sin6_flowinfo: 4,
      sin6_addr: 8,
      sin6_scope_id: 24,
    });
    expect(x64.sockaddr_un.sizeof).toBe(2 + 108);
    expect(x64.sockaddr_storage.sizeof).toBe(128);
    expect(x64.sockaddr_alg.sizeof).toBe(2 + 14 + 4 + 4 + 64);
    expect(x64.iovec.sizeof).toBe(8 + 8);
    expect(x64.cmsghdr.sizeof).toBe(8 + 4 + 4);
    expect(x64.pollfd).toEqual({ sizeof: 8, fd: 0, events: 4, revents: 6 });
    expect(x64.signalfd_siginfo.sizeof).toBe(128);
  });

  test('epoll_event is packed on x64 only, and ucontext_t differs', () => {
    expect(x64.epoll_event.sizeof).toBe(4 + 8);
    expect(arm64.epoll_event.sizeof).toBe(8 + 8);
    // What a signal's handler finds of its thread has the processor's registers in it.
    const others = { epoll_event: undefined, ucontext_t: undefined };
    expect({ ...x64, ...others }).toEqual({ ...arm64, ...others });
  });
});

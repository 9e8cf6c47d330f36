import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Those of CPython's own test suites that are about sockets, TLS, waiting, threads and the operating system. */
export const SUITES = [
  'test_socket',
  'test_select',
  'test_poll',
  'test_epoll',
  'test_selectors',
  'test_socketserver',
  'test_httplib',
  'test_httpservers',
  'test_urllib2_localnet',
  'test_ftplib',
  'test_smtplib',
  'test_poplib',
  'test_imaplib',
  'test_xmlrpc',
  'test_wsgiref',
  'test_asyncio',
  'test_ssl',
  'test_thread',
  'test_threading',
  'test_threading_local',
  'test_queue',
  'test_hashlib',
  'test_hmac',
  'test_os',
  'test_posix',
  'test_io',
  'test_fcntl',
  'test_ioctl',
  'test_mmap',
  'test_termios',
  'test_tty',
  'test_pty',
  'test_resource',
  'test_struct',
  'test_array',
  'test_time',
  'test_datetime',
  'test_sys',
  'test_platform',
  'test_signal',
  'test_faulthandler',
  'test_pwd',
  'test_readline',
  'test_grp',
  'test_subprocess',
  'test_fork1',
  'test_multiprocessing_spawn',
  'test_multiprocessing_fork',
  'test_multiprocessing_forkserver',
  'test_multiprocessing_main_handling',
  'test_concurrent_futures',
  'test_popen',
  'test_wait3',
  'test_wait4',
  'test_cmd_line',
  'test_cmd_line_script',
  'test_repl',
  'test_logging',
  'test_tempfile',
  'test_runpy',
  'test_venv',
  'test_ensurepip',
  'test_site',
  'test_uuid',
  'test_syslog',
  'test_dbm',
  'test_dbm_dumb',
  'test_dbm_sqlite3',
  'test_shelve',
  'test_decimal',
  'test_zoneinfo',
] as const;

/** Suites, or parts of them, that are run together: `test_asyncio.test_subprocess` is one module of a suite. */
export interface SuiteGroup {
  readonly short: readonly string[];
  /** What takes over ten minutes. */
  readonly long: readonly string[];
}

export const GROUPS: Readonly<Record<string, SuiteGroup>> = {
  processes: {
    short: [
      'test_fork1',
      'test_socketserver',
      'test_pty',
      'test_random',
      'test_subprocess',
      'test_asyncio.test_subprocess',
      'test_asyncio.test_unix_events',
      'test_posix',
      'test_popen',
      'test_wait3',
      'test_wait4',
      'test_cmd_line',
      'test_cmd_line_script',
      'test_repl',
      'test_faulthandler',
      'test_signal',
      'test_select',
      'test_poll',
      'test_ftplib',
      'test_tempfile',
      'test_runpy',
      'test_sys',
      'test_ensurepip',
      'test_multiprocessing_main_handling',
    ],
    long: [
      'test_multiprocessing_spawn',
      'test_multiprocessing_fork',
      'test_multiprocessing_forkserver',
      'test_concurrent_futures',
      'test_threading',
      'test_os',
      'test_logging',
      'test_venv',
    ],
  },
};

/** The suite that runs with another event loop as well, and those of its modules that are about what a loop does. */
export const LOOP_SUITE = 'test_asyncio';

const LOOP_MODULES: ReadonlySet<string> = new Set(
  [
    ...['streams', 'sock_lowlevel', 'events', 'server', 'ssl', 'sslproto', 'selector_events', 'unix_events'],
    ...['buffered_proto', 'tasks', 'queues', 'locks', 'timeouts', 'taskgroups'],
  ].map((name) => `test.${LOOP_SUITE}.test_${name}`),
);

/** Whether a module, or what lies in it, is about what an event loop does. */
export function isOfLoop(id: string): boolean {
  return LOOP_MODULES.has(id.split('.').slice(0, 3).join('.'));
}

/**
 * The modules of a suite or of a part of one: one, or those of a package. `folder` is where CPython has its package `test`.
 * Contract: throws an Error when it has no such suite.
 */
export function suiteModules(suite: string, folder: string): string[] {
  const path = join(folder, ...suite.split('.'));
  if (existsSync(`${path}.py`)) return [`test.${suite}`];
  if (!/^test_\w+$/.test(suite) || !existsSync(path) || !statSync(path).isDirectory()) {
    throw new Error(
      `there is no suite ${suite} in ${folder}: pysock-conformance list --suites names those that are run`,
    );
  }
  const names = readdirSync(path).filter((name) => /^test_\w+\.py$/.test(name));
  return names.sort().map((name) => `test.${suite}.${name.slice(0, -'.py'.length)}`);
}

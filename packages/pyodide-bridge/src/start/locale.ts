/** Which locale the environment names, as far as Python asks: pylifecycle.c: _Py_LegacyLocaleDetected, _coerce_default_locale_settings. */
import { sys } from '@pysock/host';

type Env = Readonly<Record<string, string | undefined>>;

export type LocaleKind =
  /** C or POSIX, or a name that the system doesn't know: Python then turns its UTF-8 mode on (PEP 540). */
  | 'C'
  /** One of those that the C locale is coerced to (PEP 538). */
  | 'C.UTF-8'
  /** Any other. Differs: its encoding is taken to be UTF-8. */
  | 'other';

const COERCION_TARGETS = new Set(['C.UTF-8', 'C.utf8', 'UTF-8']);

export function localeKind(env: Env): LocaleKind {
  const name = env.LC_ALL || env.LC_CTYPE || env.LANG || 'C';
  if (name === 'C' || name === 'POSIX') return 'C';
  if (COERCION_TARGETS.has(name)) return 'C.UTF-8';
  return sys.hasLocale(name) ? 'other' : 'C';
}

/** What the coercion of the C locale changes in the environment. */
export function coercedEnvironment(env: Env): Env {
  const isCoerced = !env.LC_ALL && env.PYTHONCOERCECLOCALE !== '0' && localeKind(env) === 'C';
  return isCoerced ? { ...env, LC_CTYPE: 'C.UTF-8' } : env;
}

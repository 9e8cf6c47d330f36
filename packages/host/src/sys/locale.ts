/** <locale.h>. */
import { lazy } from '../call/libc.ts';

const c = {
  newlocale: lazy<(mask: number, name: string, base: number) => number>(
    'uintptr_t newlocale(int, const char *, uintptr_t)',
  ),
  freelocale: lazy<(locale: number) => void>('void freelocale(uintptr_t)'),
};

/** LC_CTYPE_MASK of both C libraries. */
const LC_CTYPE_MASK = 1;

/** Whether the system has a locale of that name. */
export function hasLocale(name: string): boolean {
  const locale = c.newlocale(LC_CTYPE_MASK, name, 0);
  if (locale === 0) return false;
  c.freelocale(locale);
  return true;
}

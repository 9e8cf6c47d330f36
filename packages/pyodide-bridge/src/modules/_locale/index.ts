/**
 * _localemodule.c: _locale_setlocale_impl. The guest's C library takes any name for a locale, and writes several as no Linux does.
 *
 * Differs: texts, numbers and the order of letters stay those of the locale C, and the encoding is ASCII in C and UTF-8 in all others.
 */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { replaceCFunction } from '../../identity/c-function.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { LC_ALL, LC_CTYPE, LocaleNames } from './names.ts';

export function useSystemLocales(bridge: Bridge): void {
  const { capi } = bridge;
  const { memory, module } = capi;
  let names: LocaleNames | undefined;

  function getenv(name: string): string | undefined {
    const value = memory.withCString(name, (text) => rawFunction(module, 'getenv')(text));
    return value === 0 ? undefined : (memory.stringAt(value) ?? undefined);
  }

  /** A start sets what the environment says then (pylifecycle.c: setlocale(LC_CTYPE, "")). */
  function create(): LocaleNames {
    const created = new LocaleNames({ has: sys.hasLocale, getenv });
    created.set(LC_CTYPE, '');
    return created;
  }

  function refuse(self: PyObject, message: string): PyObject {
    const error = capi.PyObject_GetAttrString(self, memory.literal('Error'));
    rawFunction(module, 'PyErr_SetString')(error, memory.literal(message));
    capi.Py_DecRef(error);
    return 0;
  }

  function setlocale(self: PyObject, category: number, name: string | undefined): PyObject {
    names ??= create();
    if (name === undefined) {
      const found = names.name(category);
      return found === undefined ? refuse(self, 'locale query failed') : capi.strOf(found);
    }
    const found = names.set(category, name);
    if (found === undefined) return refuse(self, 'unsupported locale setting');
    if (category === LC_ALL || category === LC_CTYPE) {
      const encoding = names.name(LC_CTYPE) === 'C' ? 'C' : 'C.UTF-8';
      rawFunction(module, 'setlocale')(LC_CTYPE, memory.literal(encoding));
    }
    return capi.strOf(found);
  }

  replaceCFunction(bridge, ['_locale', 'setlocale'], 'iiii', (original) => (self = 0, args = 0, count = 0) => {
    const [category, locale] = [memory.uint32(args), count > 1 ? memory.uint32(args + 4) : capi.Py_None];
    const isText = count === 2 && capi.PyUnicode_Check(locale);
    const text = isText ? capi.stringFrom(locale) : undefined;
    const isRight = count >= 1 && capi.PyLong_Check(category) && (isText || locale === capi.Py_None);
    const number = isRight ? capi.exactInt(category) : undefined;
    // What is wrong, CPython says.
    if (number === undefined || text === null || text?.includes('\0')) {
      if (text === null) capi.PyErr_Clear();
      return original(self, args, count);
    }
    return setlocale(self, number, text);
  });
}

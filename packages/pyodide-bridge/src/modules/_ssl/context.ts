/** _ssl.c: _SSLContext: what connections are made of: its slots. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { OBJECT_SIZE } from '../../handles/object-table.ts';
import { certificateMethods } from './context-certificates.ts';
import { cipherMethods } from './context-ciphers.ts';
import { contextCopying } from './context-copy.ts';
import { keylogProperty } from './context-keylog.ts';
import { contextNew } from './context-new.ts';
import { contextProperties } from './context-properties.ts';
import { pskMethods } from './context-psk.ts';
import { wrappingMethods } from './context-wrap.ts';
import { CONTEXT_REFERENCES, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

export function createContextType(ssl: SslState): PyObject {
  const { capi, define } = ssl.bridge;
  const objects = objectsOf(ssl);
  const { contexts, contextOf, types } = objects;

  function deprecated(text: string): boolean {
    const category = capi.PyExc('DeprecationWarning');
    return capi.PyErr_WarnEx(category, capi.memory.literal(text), 2) === 0;
  }

  function context_traverse(self: PyObject, visit: number, argument: number): number {
    const context = contexts.of(self);
    for (const name of CONTEXT_REFERENCES) {
      const visited = context[name] === 0 ? 0 : define.callTable(visit, context[name], argument);
      if (visited !== 0) return visited;
    }
    return define.callTable(visit, capi.Py_TYPE(self), argument);
  }

  function context_clear(self: PyObject): number {
    const context = contexts.of(self);
    for (const name of [...CONTEXT_REFERENCES, 'keylog_filename'] as const) {
      const o = context[name];
      context[name] = 0;
      if (o !== 0) capi.Py_DecRef(o);
    }
    if (context.keylog_bio !== 0) c.BIO_free_all(context.keylog_bio);
    context.keylog_bio = 0;
    return 0;
  }

  function context_dealloc(self: PyObject): undefined {
    capi.PyObject_GC_UnTrack(self);
    context_clear(self);
    const context = contexts.of(self);
    if (context.isMade) {
      contextOf.delete(context.ctx);
      c.SSL_CTX_free(context.ctx);
    }
    contexts.dealloc(self);
  }

  objects.copying = contextCopying(ssl);
  types.context = define.PyType_FromModuleAndSpec(ssl.module, {
    name: '_ssl._SSLContext',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_new, 'iiii', contextNew(ssl, deprecated) as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', context_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', context_traverse as (...args: number[]) => number],
      [Slot.tp_clear, 'ii', context_clear as (...args: number[]) => number],
    ],
    methods: [...wrappingMethods(ssl), ...cipherMethods(ssl), ...certificateMethods(ssl), ...pskMethods(ssl)],
    getset: [...contextProperties(ssl, deprecated), keylogProperty(ssl)],
  });
  return types.context;
}

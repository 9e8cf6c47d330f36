/** debughelpers.c: keylog_filename: the file that the secrets of connections are written to. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { openKeylog } from './context-told.ts';
import { cannotDelete, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

export function keylogProperty(ssl: SslState): GetSetDef {
  const { capi, errors } = ssl.bridge;
  const { contexts } = objectsOf(ssl);

  function set(self: PyObject, value: PyObject): number {
    if (value === 0) return cannotDelete(capi, self, 'keylog_filename');
    const context = contexts.of(self);
    c.SSL_CTX_set_keylog_callback(context.ctx, 0);
    if (context.keylog_filename !== 0) capi.Py_DecRef(context.keylog_filename);
    if (context.keylog_bio !== 0) c.BIO_free_all(context.keylog_bio);
    delete context.told.keylog;
    context.keylog_filename = 0;
    context.keylog_bio = 0;
    if (value === capi.Py_None) return 0;
    const path = capi.PyUnicode_FSConverter(value);
    if (path === 0) return -1;
    const bytes = Buffer.from(capi.bytesFrom(path) ?? []);
    capi.Py_DecRef(path);
    if (!openKeylog(ssl, context, bytes)) {
      errors.setErrno(openssl.systemError());
      openssl.ERR_clear_error();
      return -1;
    }
    context.keylog_filename = capi.newRef(value);
    return 0;
  }

  return {
    name: 'keylog_filename',
    get: (self) => capi.newRef(contexts.of(self).keylog_filename || capi.Py_None),
    set,
  };
}

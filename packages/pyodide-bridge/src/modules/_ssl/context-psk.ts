/** _ssl.c: set_psk_client_callback, set_psk_server_callback: keys that both sides know beforehand. */
import { openssl } from '@pysock/host';
import { fastCallKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { tellPskClient, tellPskServer } from './context-told.ts';
import { createSslErrors, Line } from './errors.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;
const PROTOCOL_TLS_CLIENT = 16;
const PROTOCOL_TLS_SERVER = 17;

export function pskMethods(ssl: SslState): MethodDef[] {
  const { capi, parsers } = ssl.bridge;
  const { contexts, isCallable } = objectsOf(ssl);
  const errors = createSslErrors(ssl);
  const parseClient = parsers.fastKeywords('O:set_psk_client_callback', ['callback']);
  const parseServer = parsers.fastKeywords('O|O:set_psk_server_callback', ['callback', 'identity_hint']);

  /** The callback as it is kept, a new reference, 0 for None; null with an exception set. */
  function callable(o: PyObject): PyObject | null {
    if (o === capi.Py_None) return 0;
    if (isCallable(o)) return capi.newRef(o);
    capi.raise('TypeError', 'callback must be callable');
    return null;
  }

  function set_psk_client_callback(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseClient(args, count, names);
    if (parsed === null) return 0;
    const context = contexts.of(self);
    if (context.protocol === PROTOCOL_TLS_SERVER) {
      return errors.setSSLError('Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context', Line.pskClient);
    }
    const callback = callable(parsed[0] as PyObject);
    if (callback === null) return 0;
    const old = context.psk_client_callback;
    context.psk_client_callback = callback;
    if (old !== 0) capi.Py_DecRef(old);
    tellPskClient(ssl, context);
    return capi.none();
  }

  /** Text with a NUL at its end, null for None; undefined with an exception set. */
  function identityHint(o: PyObject): Uint8Array | null | undefined {
    if (o === capi.Py_None) return null;
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.tp_name(capi.Py_TYPE(o));
      capi.raise('TypeError', `set_psk_server_callback() argument 'identity_hint' must be str or None, not ${given}`);
      return undefined;
    }
    const text = capi.stringFrom(o);
    if (text === null) return undefined;
    if (!text.includes('\0')) return Buffer.from(`${text}\0`);
    capi.raise('ValueError', 'embedded null character');
    return undefined;
  }

  function set_psk_server_callback(self: PyObject, args: number, count: number, names: PyObject): PyObject {
    const parsed = parseServer(args, count, names);
    if (parsed === null) return 0;
    const [o, hintobj = capi.Py_None] = parsed as [PyObject, PyObject?];
    const hint = identityHint(hintobj);
    if (hint === undefined) return 0;
    const context = contexts.of(self);
    if (context.protocol === PROTOCOL_TLS_CLIENT) {
      return errors.setSSLError('Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context', Line.pskServer);
    }
    const callback = callable(o);
    if (callback === null) return 0;
    const used = callback === 0 ? null : hint;
    if (c.SSL_CTX_use_psk_identity_hint(context.ctx, used) !== 1) {
      if (callback !== 0) capi.Py_DecRef(callback);
      openssl.ERR_clear_error();
      return capi.raise('ValueError', 'failed to set identity hint');
    }
    if (used === null) delete context.told.identityHint;
    else context.told.identityHint = used;
    const old = context.psk_server_callback;
    context.psk_server_callback = callback;
    if (old !== 0) capi.Py_DecRef(old);
    tellPskServer(ssl, context);
    return capi.none();
  }

  return [
    fastCallKeywords(
      'set_psk_client_callback',
      set_psk_client_callback,
      'set_psk_client_callback($self, /, callback)\n--\n\n',
    ),
    fastCallKeywords(
      'set_psk_server_callback',
      set_psk_server_callback,
      'set_psk_server_callback($self, /, callback, identity_hint=None)\n--\n\n',
    ),
  ];
}

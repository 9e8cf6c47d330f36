/** _ssl.c: _SSLContext: its properties of what OpenSSL calls back. */
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { PROTOCOL } from './constants.ts';
import { propertyRows } from './context-property.ts';
import { tellMessage, tellServername } from './context-told.ts';
import { type Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

export function callbackProperties(ssl: SslState): GetSetDef[] {
  const { capi } = ssl.bridge;
  const { isCallable } = objectsOf(ssl);
  const { fail, row } = propertyRows(ssl);

  /** A property that is a callable or None, which `tell` tells OpenSSL of. */
  function setCallable(
    context: Context,
    name: 'set_sni_cb' | 'msg_cb',
    value: PyObject,
    tell: (ssl: SslState, context: Context) => void,
  ): number {
    const isSet = value !== capi.Py_None;
    if (isSet && !isCallable(value)) return fail('TypeError', 'not a callable object');
    const old = context[name];
    context[name] = isSet ? capi.newRef(value) : 0;
    tell(ssl, context);
    if (old !== 0) capi.Py_DecRef(old);
    return 0;
  }

  function set_sni_callback(context: Context, value: PyObject): number {
    if (context.protocol === PROTOCOL.TLS_CLIENT) {
      return fail('ValueError', 'sni_callback cannot be set on TLS_CLIENT context');
    }
    return setCallable(context, 'set_sni_cb', value, tellServername);
  }

  const set_msg_callback = (context: Context, value: PyObject): number =>
    setCallable(context, 'msg_cb', value, tellMessage);

  return [
    row('_msg_callback', ({ msg_cb }) => capi.newRef(msg_cb || capi.Py_None), set_msg_callback),
    row(
      'sni_callback',
      ({ set_sni_cb }) => capi.newRef(set_sni_cb || capi.Py_None),
      set_sni_callback,
      'Called with the connection, the name that the client asks for, and this context,\nbefore the handshake goes on. None for no callback.',
    ),
  ];
}

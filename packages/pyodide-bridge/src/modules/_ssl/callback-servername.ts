/** _ssl.c: what a server is told of the name that a client asks for, and which protocols the two have in common. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { CallbackCalls } from './callback-calls.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

export function serverCallbacks(ssl: SslState, { call, given, decoded }: CallbackCalls) {
  const { capi } = ssl.bridge;
  const asLong = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsLongLong');
  const { contexts, connections, contextOf, connectionOf } = objectsOf(ssl);

  /** _ssl.c: _servername_callback */
  function servername(connection: number, alert: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const self = connectionOf.get(connection) ?? 0;
    const callback = ctx === 0 ? 0 : contexts.of(ctx).set_sni_cb;
    if (callback === 0 || self === 0) return openssl.SSL_TLSEXT_ERR_OK;
    const fail = (description: number): number => {
      openssl.storeBytes(alert, new Uint8Array(new Int32Array([description]).buffer));
      return openssl.SSL_TLSEXT_ERR_ALERT_FATAL;
    };
    const socket = given(self, connections.of(self));
    if (socket === 0) return fail(openssl.SSL_AD_INTERNAL_ERROR);
    const name = openssl.servername(connection);
    const text = name === null ? capi.none() : decoded(Buffer.from(name), 'ascii');
    if (text === 0) {
      capi.Py_DecRef(socket);
      return fail(openssl.SSL_AD_INTERNAL_ERROR);
    }
    const result = call(callback, socket, text, capi.newRef(ctx));
    if (result === 0) {
      const format = 'Exception ignored in ssl servername callback while calling set SNI callback %R';
      capi.formatUnraisable(format, callback);
      return fail(openssl.SSL_AD_HANDSHAKE_FAILURE);
    }
    if (result === capi.Py_None) return openssl.SSL_TLSEXT_ERR_OK;
    // A C long, of which an int is made.
    const description = Number(BigInt.asIntN(32, asLong(result)));
    const isOutside = capi.PyErr_Occurred() !== 0;
    if (isOutside) {
      const format = 'Exception ignored in ssl servername callback while calling set SNI callback (result=%R)';
      capi.formatUnraisable(format, result);
    }
    capi.Py_DecRef(result);
    return fail(isOutside ? openssl.SSL_AD_INTERNAL_ERROR : description);
  }

  /** _ssl.c: _selectALPN_cb */
  function alpn(_on: number, out: number, outlen: number, offered: number, length: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const ours = ctx === 0 ? new Uint8Array() : contexts.of(ctx).alpn_protocols;
    const result = c.SSL_select_next_proto(out, outlen, ours, ours.length, offered, length);
    return result === openssl.OPENSSL_NPN_NEGOTIATED ? openssl.SSL_TLSEXT_ERR_OK : openssl.SSL_TLSEXT_ERR_NOACK;
  }

  return { servername, alpn };
}

/** _ssl.c: what a server is told of the name that a client asks for, and which protocols the two have in common. */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { CallbackCalls } from './callback-calls.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** The alert that the SNI callback's result is, undefined for none. Takes the reference over; 0: it has raised. */
export function sniAlert({ bridge: { capi } }: SslState, callback: PyObject, result: PyObject): number | undefined {
  if (result === 0) {
    const format = 'Exception ignored in ssl servername callback while calling set SNI callback %R';
    capi.formatUnraisable(format, callback);
    return openssl.SSL_AD_HANDSHAKE_FAILURE;
  }
  if (result === capi.Py_None) return undefined;
  const asLong = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsLongLong');
  // A C long, of which an int is made.
  const description = Number(BigInt.asIntN(32, asLong(result)));
  const isOutside = capi.PyErr_Occurred() !== 0;
  if (isOutside) {
    const format = 'Exception ignored in ssl servername callback while calling set SNI callback (result=%R)';
    capi.formatUnraisable(format, result);
  }
  capi.Py_DecRef(result);
  return isOutside ? openssl.SSL_AD_INTERNAL_ERROR : description;
}

export function serverCallbacks(ssl: SslState, { given, decoded }: CallbackCalls) {
  const { capi } = ssl.bridge;
  const { contexts, connections, contextOf, connectionOf } = objectsOf(ssl);

  /** What the callback is called with: a tuple, or the alert that there is instead. */
  function sniArguments(
    self: PyObject,
    ctx: PyObject,
    name: Uint8Array | null,
  ): { args: PyObject } | { alert: number } {
    const socket = given(self, connections.of(self));
    if (socket === 0) return { alert: openssl.SSL_AD_INTERNAL_ERROR };
    const text = name === null ? capi.none() : decoded(name, 'ascii');
    if (text === 0) {
      capi.Py_DecRef(socket);
      return { alert: openssl.SSL_AD_INTERNAL_ERROR };
    }
    return { args: capi.tupleOf(socket, text, capi.newRef(ctx)) };
  }

  function askHere(self: PyObject, ctx: PyObject, callback: PyObject, connection: number): number | undefined {
    const name = openssl.servername(connection);
    const found = sniArguments(self, ctx, name === null ? null : Buffer.from(name));
    if ('alert' in found) return found.alert;
    const held = capi.newRef(callback);
    const result = capi.PyObject_CallObject(held, found.args);
    capi.Py_DecRef(found.args);
    const alert = sniAlert(ssl, held, result);
    capi.Py_DecRef(held);
    return alert;
  }

  /** _ssl.c: _servername_callback */
  function servername(connection: number, alert: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const self = connectionOf.get(connection) ?? 0;
    const callback = ctx === 0 ? 0 : contexts.of(ctx).set_sni_cb;
    if (callback === 0 || self === 0) return openssl.SSL_TLSEXT_ERR_OK;
    const object = connections.of(self);
    const { asked } = object;
    object.asked = undefined;
    const description = asked === undefined ? askHere(self, ctx, callback, connection) : asked.alert;
    if (description === undefined) return openssl.SSL_TLSEXT_ERR_OK;
    openssl.storeBytes(alert, new Uint8Array(new Int32Array([description]).buffer));
    return openssl.SSL_TLSEXT_ERR_ALERT_FATAL;
  }

  /**
   * SSL_CTX_set_client_hello_cb: the one callback that may stop a handshake. So Python's is called between two attempts, where it
   * can wait for another thread, and `servername` tells what it has come to.
   */
  function hello(connection: number, _alert: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const self = connectionOf.get(connection) ?? 0;
    if (ctx === 0 || self === 0 || contexts.of(ctx).set_sni_cb === 0) return openssl.SSL_CLIENT_HELLO_SUCCESS;
    const object = connections.of(self);
    if (!object.mayAsk || object.asked !== undefined) return openssl.SSL_CLIENT_HELLO_SUCCESS;
    const name = openssl.helloServername(connection);
    if (name === undefined) return openssl.SSL_CLIENT_HELLO_SUCCESS;
    const found = sniArguments(self, ctx, name);
    if ('alert' in found) {
      object.asked = found;
      return openssl.SSL_CLIENT_HELLO_SUCCESS;
    }
    object.asking = { callback: capi.newRef(contexts.of(ctx).set_sni_cb), args: found.args };
    return openssl.SSL_CLIENT_HELLO_RETRY;
  }

  /** _ssl.c: _selectALPN_cb */
  function alpn(_on: number, out: number, outlen: number, offered: number, length: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const ours = ctx === 0 ? new Uint8Array() : contexts.of(ctx).alpn_protocols;
    const result = c.SSL_select_next_proto(out, outlen, ours, ours.length, offered, length);
    return result === openssl.OPENSSL_NPN_NEGOTIATED ? openssl.SSL_TLSEXT_ERR_OK : openssl.SSL_TLSEXT_ERR_NOACK;
  }

  return { servername, hello, alpn };
}

/** debughelpers.c: what is told of the messages and the keys of a connection. */
import { openssl } from '@pysock/host';
import type { CallbackCalls } from './callback-calls.ts';
import { objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

/** <openssl/ssl3.h>: kinds of content. */
const SSL3_RT_CHANGE_CIPHER_SPEC = 20;
const SSL3_RT_ALERT = 21;
const SSL3_RT_HANDSHAKE = 22;
const SSL3_RT_HEADER = 0x100;
const SSL3_RT_INNER_CONTENT_TYPE = 0x101;
const SSL3_MT_CHANGE_CIPHER_SPEC = 0x101;

/** What a message is, and the protocol version that it is in. */
function messageType(kind: number, version: number, bytes: Uint8Array): readonly [type: number, version: number] {
  const [first = 0, second = 0, third = 0] = bytes;
  switch (kind) {
    case SSL3_RT_CHANGE_CIPHER_SPEC:
      return [SSL3_MT_CHANGE_CIPHER_SPEC, version];
    case SSL3_RT_ALERT:
      return [second, version];
    case SSL3_RT_HEADER:
      return [first, (second << 8) | third];
    case SSL3_RT_HANDSHAKE:
    case SSL3_RT_INNER_CONTENT_TYPE:
      return [first, version];
    default:
      return [-1, version];
  }
}

export function debugCallbacks(ssl: SslState, { call, given, keep }: CallbackCalls) {
  const { capi } = ssl.bridge;
  const { contexts, connections, connectionOf } = objectsOf(ssl);

  /** debughelpers.c: _PySSL_msg_callback */
  function message(isWrite: number, version: number, kind: number, buffer: number, length: number, on: number): void {
    const self = connectionOf.get(on) ?? 0;
    const connection = self === 0 ? undefined : connections.of(self);
    const callback = connection === undefined ? 0 : contexts.of(connection.ctx).msg_cb;
    if (connection === undefined || callback === 0) return;
    const bytes = openssl.bytesAt(buffer, length);
    const [type, spoken] = messageType(kind, version, bytes);
    const socket = given(self, connection);
    const numbers = [spoken, kind, type].map((n) => capi.fromNumber(n));
    const way = capi.strOf(isWrite === 0 ? 'read' : 'write');
    const result = call(callback, socket || capi.none(), way, ...numbers, capi.bytesOf(bytes));
    if (result !== 0) capi.Py_DecRef(result);
    else keep(connection);
  }

  /** debughelpers.c: _PySSL_keylog_callback */
  function keylog(on: number, line: number): void {
    const self = connectionOf.get(on) ?? 0;
    if (self === 0) return;
    const connection = connections.of(self);
    const { keylog_bio } = contexts.of(connection.ctx);
    if (keylog_bio === 0) return;
    const text = new Uint8Array([...openssl.stringBytesAt(line), 0x0a, 0]);
    const failed = openssl.writeThrough(keylog_bio, text);
    if (failed === 0) return;
    ssl.bridge.errors.setErrno(failed);
    keep(connection);
  }

  return { message, keylog };
}

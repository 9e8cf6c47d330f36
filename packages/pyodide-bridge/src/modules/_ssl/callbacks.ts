/**
 * What OpenSSL calls back: the functions of C, each made when it is first asked for, and what they do with Python's.
 *
 * Differs: while a callback runs, the other threads wait, as OpenSSL's C cannot be suspended.
 */
import { openssl } from '@pysock/host';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { type Connection, type Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

const { context: c } = openssl;

/** <openssl/ssl3.h>: kinds of content. */
const SSL3_RT_CHANGE_CIPHER_SPEC = 20;
const SSL3_RT_ALERT = 21;
const SSL3_RT_HANDSHAKE = 22;
const SSL3_RT_HEADER = 0x100;
const SSL3_RT_INNER_CONTENT_TYPE = 0x101;
const SSL3_MT_CHANGE_CIPHER_SPEC = 0x101;

export interface Callbacks {
  servername(): number;
  message(): number;
  keylog(): number;
  alpn(): number;
  pskClient(): number;
  pskServer(): number;
}

const known = new WeakMap<SslState, Callbacks>();

/** A function's address, which is made once. */
function once(make: () => number): () => number {
  let made = 0;
  return () => {
    if (made === 0) made = make();
    return made;
  };
}

export function createCallbacks(ssl: SslState): Callbacks {
  let callbacks = known.get(ssl);
  if (callbacks === undefined) {
    callbacks = makeCallbacks(ssl);
    known.set(ssl, callbacks);
  }
  return callbacks;
}

/** Runs Python in the middle of the running thread's operation, which goes on afterwards. */
export function createNesting({ bridge: { scheduler } }: SslState): <T>(body: () => T) => T {
  return (body) => {
    const thread = scheduler.current;
    if (thread === undefined) return body();
    const { wait, complete, signalled } = thread;
    thread.wait = undefined;
    thread.complete = undefined;
    try {
      return body();
    } finally {
      thread.wait = wait;
      thread.complete = complete;
      thread.signalled ||= signalled;
    }
  };
}

function makeCallbacks(ssl: SslState): Callbacks {
  const { capi } = ssl.bridge;
  const { contexts, connections, contextOf, connectionOf } = objectsOf(ssl);
  const nested = createNesting(ssl);
  const getRef = rawFunction(capi.module, 'PyWeakref_GetRef');
  const fromEncodedObject = rawFunction(capi.module, 'PyUnicode_FromEncodedObject');
  const { literal } = capi.memory;

  /** Calls with arguments whose references are taken over. */
  function call(callable: PyObject, ...args: PyObject[]): PyObject {
    const tuple = capi.tupleOf(...args);
    if (tuple === 0) return 0;
    const held = capi.newRef(callable);
    const result = capi.PyObject_CallObject(held, tuple);
    capi.Py_DecRef(held);
    capi.Py_DecRef(tuple);
    return result;
  }

  /** What a callback is given as the connection: a new reference, 0 when that is gone. */
  function given(self: PyObject, { owner, Socket }: Connection): PyObject {
    const weak = owner || Socket;
    if (weak === 0) return capi.newRef(self);
    return capi.memory.onStack(4, (slot) => (getRef(weak, slot) > 0 ? capi.memory.uint32(slot) : 0));
  }

  function decoded(bytes: Uint8Array, encoding: string): PyObject {
    const o = capi.bytesOf(bytes);
    if (o === 0) return 0;
    const text = fromEncodedObject(o, literal(encoding), 0);
    if (text === 0) capi.formatUnraisable('Exception ignored in ssl servername callback while decoding name %R', o);
    capi.Py_DecRef(o);
    return text;
  }

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
    const description = ssl.bridge.parsers.asInt(result);
    if (description === null) {
      const format = 'Exception ignored in ssl servername callback while calling set SNI callback (result=%R)';
      capi.formatUnraisable(format, result);
    }
    capi.Py_DecRef(result);
    return fail(description ?? openssl.SSL_AD_INTERNAL_ERROR);
  }

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

  /** Keeps what was raised until the operation ends. */
  function keep(connection: Connection): void {
    if (connection.exc !== 0) capi.Py_DecRef(connection.exc);
    connection.exc = capi.PyErr_GetRaisedException();
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

  /** _ssl.c: _selectALPN_cb */
  function alpn(_on: number, out: number, outlen: number, offered: number, length: number, arg: number): number {
    const ctx = contextOf.get(arg) ?? 0;
    const ours = ctx === 0 ? new Uint8Array() : contexts.of(ctx).alpn_protocols;
    const result = c.SSL_select_next_proto(out, outlen, ours, ours.length, offered, length);
    return result === openssl.OPENSSL_NPN_NEGOTIATED ? openssl.SSL_TLSEXT_ERR_OK : openssl.SSL_TLSEXT_ERR_NOACK;
  }

  const contextFor = (on: number): Context | undefined => {
    const self = connectionOf.get(on) ?? 0;
    return self === 0 ? undefined : contexts.of(connections.of(self).ctx);
  };

  /** Text at an address, None for none. */
  function textOrNone(address: number): PyObject {
    const bytes = address === 0 ? new Uint8Array() : openssl.stringBytesAt(address);
    return bytes.length === 0 ? capi.none() : decoded(bytes, 'utf-8');
  }

  /** A key as the Python callback gave it; null with an exception set, or when it is longer than `most`. */
  function key(o: PyObject, most: number): Uint8Array | null {
    const bytes = capi.bytesFrom(o);
    return bytes === null || bytes.length > most ? null : bytes;
  }

  function ignored(side: string, callback: PyObject): number {
    if (capi.PyErr_Occurred() !== 0) {
      capi.formatUnraisable(`Exception ignored in ssl PSK ${side} callback while calling callback %R`, callback);
    }
    return 0;
  }

  /** _ssl.c: psk_client_callback */
  function pskClient(on: number, hint: number, identity: number, mostOf: number, psk: number, most: number): number {
    const callback = contextFor(on)?.psk_client_callback ?? 0;
    const text = callback === 0 ? 0 : textOrNone(hint);
    const result = text === 0 ? 0 : call(callback, text);
    if (result === 0) return callback === 0 ? 0 : ignored('client', callback);
    try {
      const given = identityAndKey(result, most);
      if (given === null || given.identity.length + 1 > mostOf) return ignored('client', callback);
      openssl.storeBytes(identity, new Uint8Array([...given.identity, 0]));
      openssl.storeBytes(psk, given.key);
      return given.key.length;
    } finally {
      capi.Py_DecRef(result);
    }
  }

  function identityAndKey(o: PyObject, most: number): { identity: Uint8Array; key: Uint8Array } | null {
    const isPair = capi.PyTuple_Check(o) && capi.PyTuple_Size(o) === 2;
    if (!isPair) {
      capi.raise('TypeError', 'argument must be a tuple of an identity and a key');
      return null;
    }
    const name = capi.PyTuple_GetItem(o, 0);
    const text = name === capi.Py_None ? '' : capi.PyUnicode_Check(name) ? capi.stringFrom(name) : undefined;
    if (text === undefined) capi.raise('TypeError', `argument 1 must be str or None`);
    const bytes = text === undefined || text === null ? null : key(capi.PyTuple_GetItem(o, 1), most);
    return bytes === null ? null : { identity: Buffer.from(text as string), key: bytes };
  }

  /** _ssl.c: psk_server_callback */
  function pskServer(on: number, identity: number, psk: number, most: number): number {
    const callback = contextFor(on)?.psk_server_callback ?? 0;
    const text = callback === 0 ? 0 : textOrNone(identity);
    const result = text === 0 ? 0 : call(callback, text);
    if (result === 0) return callback === 0 ? 0 : ignored('server', callback);
    const bytes = key(result, most);
    capi.Py_DecRef(result);
    if (bytes === null) return ignored('server', callback);
    openssl.storeBytes(psk, bytes);
    return bytes.length;
  }

  const p = 'uintptr_t';
  const n = 'unsigned int';
  const register = (declaration: string, call: (...args: never[]) => unknown): (() => number) =>
    once(() => openssl.callback(declaration, (...args) => nested(() => call(...(args as never[])) as number)));
  return {
    servername: register(`int servername(${p}, ${p}, ${p})`, servername),
    message: register(`void message(int, int, int, ${p}, size_t, ${p}, ${p})`, message),
    keylog: register(`void keylog(${p}, ${p})`, keylog),
    alpn: register(`int alpn(${p}, ${p}, ${p}, ${p}, ${n}, ${p})`, alpn),
    pskClient: register(`${n} psk_client(${p}, ${p}, ${p}, ${n}, ${p}, ${n})`, pskClient),
    pskServer: register(`${n} psk_server(${p}, ${p}, ${p}, ${n})`, pskServer),
  };
}

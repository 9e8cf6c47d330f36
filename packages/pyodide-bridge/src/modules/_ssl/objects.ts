/** The values behind the objects of `_ssl`, shared by the types' files. */
import { openssl } from '@pysock/host';
import type { CApi, PyObject } from '../../capi/index.ts';
import { createObjectTable, type ObjectTable } from '../../handles/object-table.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { SslState } from './state.ts';

/** _ssl.c: PySSLContext. A reference that is 0 is NULL; the others are the object's own. */
export class Context {
  readonly ctx: number;
  readonly protocol: number;
  /** OpenSSL tells no one its host flags. */
  hostflags: number = openssl.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  check_hostname = false;
  post_handshake_auth = false;
  alpn_protocols = new Uint8Array();
  set_sni_cb: PyObject = 0;
  msg_cb: PyObject = 0;
  psk_client_callback: PyObject = 0;
  psk_server_callback: PyObject = 0;
  keylog_filename: PyObject = 0;
  keylog_bio = 0;

  constructor(ctx: number, protocol: number) {
    this.ctx = ctx;
    this.protocol = protocol;
  }
}

/** Those of a context's references that the garbage collector is told of. */
export const CONTEXT_REFERENCES = ['set_sni_cb', 'msg_cb', 'psk_client_callback', 'psk_server_callback'] as const;

/** _ssl.c: PySSLSocket. */
export class Connection {
  readonly ssl: number;
  readonly isServer: boolean;
  /** The context object. */
  ctx: PyObject;
  /** Weak references, to the socket, and to the object of the module `ssl`. */
  Socket: PyObject = 0;
  owner: PyObject = 0;
  server_hostname: PyObject = 0;
  shutdown_seen_zero = false;
  /** What the last call has failed of. */
  err: openssl.Failure = openssl.NO_FAILURE;
  /** What a callback has raised, until the operation that it was called in ends. */
  exc: PyObject = 0;
  /** Whether the handshake may stop for Python's SNI callback, which is then called with no C of OpenSSL's below it. */
  mayAsk = false;
  /** Stopped for it: references to the callback and a tuple of its arguments. */
  asking: { readonly callback: PyObject; readonly args: PyObject } | undefined;
  /** What it has come to: an alert, or undefined for none. */
  asked: { readonly alert: number | undefined } | undefined;

  constructor(ssl: number, ctx: PyObject, isServer: boolean) {
    this.ssl = ssl;
    this.ctx = ctx;
    this.isServer = isServer;
  }
}

/** _ssl.c: PySSLSession. */
export interface Session {
  readonly session: number;
  /** The context object. */
  readonly ctx: PyObject;
}

export interface SslObjects {
  readonly contexts: ObjectTable<Context>;
  readonly connections: ObjectTable<Connection>;
  readonly sessions: ObjectTable<Session>;
  /** The objects (borrowed) by OpenSSL's: what callbacks are told. */
  readonly contextOf: Map<number, PyObject>;
  readonly connectionOf: Map<number, PyObject>;
  isCallable(o: PyObject): boolean;
  /** The type objects, each as soon as it is made. */
  readonly types: { context: PyObject; socket: PyObject; session: PyObject };
}

/** A property's value was to be deleted. Answers -1. */
export function cannotDelete(capi: CApi, self: PyObject, name: string): -1 {
  capi.raise(
    'AttributeError',
    `attribute '${name}' of '${capi.tp_name(capi.Py_TYPE(self))}' objects cannot be deleted`,
  );
  return -1;
}

const known = new WeakMap<SslState, SslObjects>();

export function objectsOf(ssl: SslState): SslObjects {
  let objects = known.get(ssl);
  if (objects === undefined) {
    const { capi, define } = ssl.bridge;
    const callable = rawFunction(capi.module, 'PyCallable_Check');
    objects = {
      isCallable: (o) => callable(o) !== 0,
      contexts: createObjectTable<Context>(capi, define),
      connections: createObjectTable<Connection>(capi, define),
      sessions: createObjectTable<Session>(capi, define),
      contextOf: new Map(),
      connectionOf: new Map(),
      types: { context: 0, socket: 0, session: 0 },
    };
    known.set(ssl, objects);
  }
  return objects;
}

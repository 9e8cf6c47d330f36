/** The values behind the objects of `_ssl`, shared by the types' files. */
import { openssl } from '@pysock/host';
import type { CApi, PyObject } from '../../capi/index.ts';
import { type Copying, createObjectTable, type ObjectTable } from '../../handles/object-table.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { SslState } from './state.ts';

/** What a context was told that OpenSSL does not say again: a copy in a forked process is told it too. */
export interface Told {
  ciphers?: string;
  /** OpenSSL's number of the one group for key exchange. */
  group?: number;
  dhParameters?: Uint8Array;
  identityHint?: Uint8Array;
  /** Folders in which certificates of authorities are looked for, each a path as latin-1. */
  readonly folders: string[];
  /** The path as latin-1. */
  keylog?: string;
}

/** In a process that was forked since, an SSL_CTX is made when it is first asked for, and then told what it is to call. */
export interface LaterContext {
  make(): number;
  tell(): void;
}

/** _ssl.c: PySSLContext. A reference that is 0 is NULL; the others are the object's own. */
export class Context {
  readonly protocol: number;
  #ctx: number | LaterContext;
  /** The object. */
  self: PyObject = 0;
  told: Told = { folders: [] };
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

  constructor(protocol: number, ctx: number | LaterContext) {
    this.#ctx = ctx;
    this.protocol = protocol;
  }

  get ctx(): number {
    if (typeof this.#ctx === 'number') return this.#ctx;
    const { make, tell } = this.#ctx;
    this.#ctx = make();
    tell();
    return this.#ctx;
  }

  /** Whether there is an SSL_CTX yet. */
  get isMade(): boolean {
    return typeof this.#ctx === 'number';
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
  /** How contexts come into a forked process, as soon as their type is made (context-copy.ts). */
  copying: Copying<Context> | undefined;
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
    const made: SslObjects = {
      isCallable: (o) => callable(o) !== 0,
      contexts: createObjectTable<Context>(capi, define, {
        save: (context) => made.copying?.save(context),
        load: (saved, hostOf) => made.copying?.load(saved, hostOf) as Context,
      }),
      connections: createObjectTable<Connection>(capi, define),
      sessions: createObjectTable<Session>(capi, define),
      contextOf: new Map(),
      connectionOf: new Map(),
      copying: undefined,
      types: { context: 0, socket: 0, session: 0 },
    };
    objects = made;
    known.set(ssl, objects);
  }
  return objects;
}

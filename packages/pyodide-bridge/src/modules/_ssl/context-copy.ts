/**
 * A context in a forked process: what it was told, and what lies in it, is noted at the fork, and put into a new SSL_CTX when that is
 * first used there. Its store of sessions stays behind; the keys of tickets, by which sessions are resumed, go along.
 */
import type { Copying } from '../../handles/object-table.ts';
import { ctxOf, type Parts, partsOf, toldOf } from './context-parts.ts';
import {
  openKeylog,
  tellMessage,
  tellProtocols,
  tellPskClient,
  tellPskServer,
  tellServername,
} from './context-told.ts';
import { CONTEXT_REFERENCES, Context, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

/** Python's. */
class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

const FIELDS = [
  ...(['self', 'hostflags', 'check_hostname', 'post_handshake_auth', 'keylog_filename'] as const),
  ...CONTEXT_REFERENCES,
] as const;

interface SavedContext {
  readonly protocol: number;
  readonly fields: Partial<Record<(typeof FIELDS)[number], number | boolean>>;
  readonly alpn_protocols: readonly number[];
  readonly parts: Parts;
}

export function contextCopying(ssl: SslState): Copying<Context> {
  const { contextOf } = objectsOf(ssl);
  /** Of contexts that have not been used since this process was forked. */
  const unused = new WeakMap<Context, Parts>();

  function make(context: Context, parts: Parts): number {
    const ctx = ctxOf(context.protocol, parts);
    if (ctx === 0) throw new RuntimeError('this _ssl._SSLContext object cannot be made anew after os.fork()');
    contextOf.set(ctx, context.self);
    unused.delete(context);
    return ctx;
  }

  /** OpenSSL calls back with the SSL_CTX, so this comes after it is the context's. */
  function tell(context: Context): void {
    if (context.alpn_protocols.length > 0) tellProtocols(ssl, context);
    if (context.set_sni_cb !== 0) tellServername(ssl, context);
    if (context.msg_cb !== 0) tellMessage(ssl, context);
    if (context.psk_client_callback !== 0) tellPskClient(ssl, context);
    if (context.psk_server_callback !== 0) tellPskServer(ssl, context);
    if (context.told.keylog !== undefined) openKeylog(ssl, context, Buffer.from(context.told.keylog, 'latin1'));
  }

  return {
    save(context): SavedContext {
      const fields = Object.fromEntries(FIELDS.map((name) => [name, context[name]]));
      const parts = unused.get(context) ?? partsOf(context);
      return { protocol: context.protocol, fields, alpn_protocols: [...context.alpn_protocols], parts };
    },
    load({ protocol, fields, alpn_protocols, parts }: SavedContext) {
      const context = new Context(protocol, { make: () => make(context, parts), tell: () => tell(context) });
      Object.assign(context, fields);
      context.alpn_protocols = Uint8Array.from(alpn_protocols);
      context.told = toldOf(parts);
      unused.set(context, parts);
      return context;
    },
  };
}

/** What an SSL_CTX has been told and holds, as a value of JSON, and another one that is made of it. */
import { addressOf, openssl } from '@pysock/host';
import { DEFAULT_CIPHERS } from './constants.ts';
import { configure, methods } from './context-new.ts';
import type { Context, Told } from './objects.ts';

const { context: c } = openssl;

/** Bytes are base64. */
export interface Parts {
  readonly options: string;
  readonly lowest: number;
  readonly highest: number;
  readonly verifyMode: number;
  readonly verifyFlags: string;
  readonly tickets: number;
  readonly ticketKeys: string;
  readonly keyPairs: readonly (readonly [certificate: string, key: string, chain: readonly string[]])[];
  readonly trusted: readonly [certificates: readonly string[], revocations: readonly string[]];
  readonly told: Omit<Told, 'dhParameters' | 'identityHint'> & {
    readonly dhParameters?: string | undefined;
    readonly identityHint?: string | undefined;
  };
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const toBytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
const cString = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

/** What a context trusts, by the number of it: nothing is ever taken out. */
const trusted = new WeakMap<Context, { readonly count: number; readonly texts: Parts['trusted'] }>();

function trustedTexts(context: Context): Parts['trusted'] {
  const count = openssl.trustedCount(context.ctx);
  let known = trusted.get(context);
  if (known?.count !== count) {
    const { certificates, revocations } = openssl.trustedOf(context.ctx);
    known = { count, texts: [certificates.map(toText), revocations.map(toText)] };
    trusted.set(context, known);
  }
  return known.texts;
}

export function partsOf(context: Context): Parts {
  const { ctx, told } = context;
  const { dhParameters, identityHint, ...plain } = told;
  return {
    options: String(c.SSL_CTX_get_options(ctx)),
    lowest: openssl.protocolVersion(ctx, true),
    highest: openssl.protocolVersion(ctx, false),
    verifyMode: c.SSL_CTX_get_verify_mode(ctx),
    verifyFlags: String(c.X509_VERIFY_PARAM_get_flags(c.SSL_CTX_get0_param(ctx))),
    tickets: c.SSL_CTX_get_num_tickets(ctx),
    ticketKeys: toText(openssl.ticketKeysOf(ctx)),
    keyPairs: openssl
      .keyPairsOf(ctx)
      .map(({ certificate, key, chain }) => [toText(certificate), toText(key), chain.map(toText)]),
    trusted: trustedTexts(context),
    told: {
      ...plain,
      dhParameters: dhParameters && toText(dhParameters),
      identityHint: identityHint && toText(identityHint),
    },
  };
}

export function toldOf({ told: { dhParameters, identityHint, ...plain } }: Parts): Told {
  return {
    ...plain,
    ...(dhParameters === undefined ? {} : { dhParameters: toBytes(dhParameters) }),
    ...(identityHint === undefined ? {} : { identityHint: toBytes(identityHint) }),
  };
}

function setRules(ctx: number, parts: Parts): void {
  openssl.setProtocolVersion(ctx, true, parts.lowest);
  openssl.setProtocolVersion(ctx, false, parts.highest);
  const options = BigInt(parts.options);
  c.SSL_CTX_clear_options(ctx, BigInt(c.SSL_CTX_get_options(ctx)) & ~options);
  c.SSL_CTX_set_options(ctx, options);
  c.SSL_CTX_set_verify(ctx, parts.verifyMode, c.SSL_CTX_get_verify_callback(ctx));
  const param = c.SSL_CTX_get0_param(ctx);
  const flags = BigInt(parts.verifyFlags);
  c.X509_VERIFY_PARAM_clear_flags(param, BigInt(c.X509_VERIFY_PARAM_get_flags(param)) & ~flags);
  c.X509_VERIFY_PARAM_set_flags(param, flags);
  c.SSL_CTX_set_num_tickets(ctx, parts.tickets);
}

function setParameters(ctx: number, { group, dhParameters, identityHint }: Told): boolean {
  if (group !== undefined && !openssl.setGroup(ctx, group)) return false;
  if (identityHint !== undefined && c.SSL_CTX_use_psk_identity_hint(ctx, identityHint) !== 1) return false;
  if (dhParameters === undefined) return true;
  const dh = openssl.dhParametersFrom(dhParameters);
  const isSet = dh !== 0 && openssl.SSL_CTX_set_tmp_dh(ctx, dh);
  if (dh !== 0) c.DH_free(dh);
  return isSet;
}

/** Folders that are not there are no error, as they were none for the first context. */
function setFolders(ctx: number, folders: readonly string[]): void {
  for (const folder of folders) {
    const path = cString(folder);
    c.SSL_CTX_load_verify_locations(ctx, 0, addressOf(path));
  }
}

function fill(ctx: number, parts: Parts): boolean {
  const told = toldOf(parts);
  if (c.SSL_CTX_set_cipher_list(ctx, Buffer.from(`${told.ciphers ?? DEFAULT_CIPHERS}\0`)) === 0) return false;
  setRules(ctx, parts);
  setFolders(ctx, told.folders);
  const [certificates, revocations] = parts.trusted;
  return (
    setParameters(ctx, told) &&
    openssl.addTrusted(ctx, { certificates: certificates.map(toBytes), revocations: revocations.map(toBytes) }) &&
    parts.keyPairs.every(([certificate, key, chain]) =>
      openssl.addKeyPair(ctx, { certificate: toBytes(certificate), key: toBytes(key), chain: chain.map(toBytes) }),
    ) &&
    openssl.setTicketKeys(ctx, toBytes(parts.ticketKeys))
  );
}

/** A new SSL_CTX; 0 when this OpenSSL cannot make one of it. */
export function ctxOf(protocol: number, parts: Parts): number {
  const ctx = c.SSL_CTX_new(methods[protocol]?.method() ?? 0);
  if (ctx === 0) return 0;
  const isFilled = configure(ctx, protocol) && fill(ctx, parts);
  openssl.ERR_clear_error();
  if (isFilled) return ctx;
  c.SSL_CTX_free(ctx);
  return 0;
}

/** <openssl/ssl.h>: sessions that can be resumed. A session is its address; 0 is NULL. */
import { addressOf, viewOf } from '../call/libc.ts';
import { functions } from './bind.ts';

export const sessions = functions({
  SSL_get0_session: 'uintptr_t SSL_get_session(uintptr_t)',
  SSL_get1_session: 'uintptr_t SSL_get1_session(uintptr_t)',
  SSL_set_session: 'int SSL_set_session(uintptr_t, uintptr_t)',
  SSL_SESSION_free: 'void SSL_SESSION_free(uintptr_t)',
  SSL_SESSION_up_ref: 'int SSL_SESSION_up_ref(uintptr_t)',
  SSL_SESSION_get_id: 'uintptr_t SSL_SESSION_get_id(uintptr_t, void *)',
  SSL_SESSION_get_time: 'long SSL_SESSION_get_time(uintptr_t)',
  SSL_SESSION_get_timeout: 'long SSL_SESSION_get_timeout(uintptr_t)',
  SSL_SESSION_get_ticket_lifetime_hint: 'unsigned long SSL_SESSION_get_ticket_lifetime_hint(uintptr_t)',
  SSL_SESSION_has_ticket: 'int SSL_SESSION_has_ticket(uintptr_t)',
  i2d_SSL_SESSION: 'int i2d_SSL_SESSION(uintptr_t, void *)',
  d2i_SSL_SESSION: 'uintptr_t d2i_SSL_SESSION(void *, void *, long)',
});

export function sessionId(session: number): Uint8Array {
  const length = new Uint32Array(1);
  const id = sessions.SSL_SESSION_get_id(session, length);
  return length[0] === 0 ? new Uint8Array() : viewOf(id, length[0] as number).slice();
}

/** The longest session that is copied. */
const MOST = 0xff00;

/** A copy of a session; 0 when there can be none. */
export function duplicateSession(session: number): number {
  const size = sessions.i2d_SSL_SESSION(session, null);
  if (size <= 0 || size > MOST) return 0;
  const bytes = new Uint8Array(size);
  const place = new BigUint64Array([BigInt(addressOf(bytes))]);
  sessions.i2d_SSL_SESSION(session, place);
  place[0] = BigInt(addressOf(bytes));
  return sessions.d2i_SSL_SESSION(null, place, size);
}

/** The full names of hosts. */
import { OSError } from '../base/errors.ts';
import { gethostbyaddr, gethostname } from '../module/host-database.ts';

/**
 * Lib/socket.py: getfqdn. The first name of a host that has a dot in it, or else its usual name; the name itself for a host
 * that is not known.
 *
 * @param name this machine when it is empty or left out.
 */
export function getfqdn(name = ''): string {
  const asked = name.trim();
  const host = asked === '' || asked === '0.0.0.0' || asked === '::' ? gethostname() : asked;
  try {
    const [hostname, aliases] = gethostbyaddr(host);
    return [hostname, ...aliases].find((alias) => alias.includes('.')) ?? hostname;
  } catch (error) {
    if (error instanceof OSError) return host;
    throw error;
  }
}

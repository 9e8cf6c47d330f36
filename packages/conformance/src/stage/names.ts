/** The hosts that the document names, and what each is on the stage. */
export interface StageHost {
  readonly address: string;
  readonly names: readonly string[];
  /** `live` answers on ports 80 and 443; `silent` never answers a connection; `none` has no program. */
  readonly peer: 'live' | 'silent' | 'none';
}

export const STAGE_HOSTS: readonly StageHost[] = [
  { address: '127.0.0.1', names: ['localhost'], peer: 'none' },
  { address: '::1', names: ['localhost', 'ip6-localhost'], peer: 'none' },
  { address: '127.0.0.2', names: ['example.com', 'www.example.com'], peer: 'live' },
  { address: '127.0.0.3', names: ['python.org', 'www.python.org'], peer: 'live' },
  { address: '127.0.0.4', names: ['unreachable.example.com'], peer: 'silent' },
];

export const HTTP_PORT = 80;
export const HTTPS_PORT = 443;

/** Contract: the text of a hosts file; `own` is this machine's name, which must go on resolving. */
export function hostsFile(own: string): string {
  const lines = STAGE_HOSTS.map(({ address, names }) => `${address} ${names.join(' ')}`);
  return `${[...lines, `127.0.1.1 ${own}`].join('\n')}\n`;
}

/** What a program sends and receives, as packets in a file for Wireshark. */
import type { SystemCall } from '../trace.ts';
import { pcapngHeader, pcapngPacket } from './file.ts';
import { Flows } from './flows.ts';

/**
 * A listener for {@link trace} with the option `payload`, which hands the bytes of a pcapng file to `write`, first those that one begins
 * with. TCP and UDP are in it. Handshakes, ends and acknowledgements are made up from what the calls have returned.
 */
export function packetCapture(write: (bytes: Uint8Array) => void): (call: SystemCall) => void {
  write(pcapngHeader('pysock'));
  const flows = new Flows((packet) => write(pcapngPacket(packet)));
  return (call) => flows.tell(call);
}

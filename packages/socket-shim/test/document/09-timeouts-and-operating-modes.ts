import * as socket from '@pysock/socket-shim';

export const s = new socket.socket();
// Blocking mode (default) - operations wait indefinitely
s.setblocking(true);
// Non-blocking mode - operations fail immediately if not ready
s.setblocking(false);
// Timeout mode - operations fail after timeout seconds
s.settimeout(5.0); // 5 seconds
try {
  s.connect(['python.org', 443]);
} catch (error) {
  if (!(error instanceof socket.timeout)) throw error;
  console.log('Connection timed out');
}

import * as socket from '@pysock/socket-shim';

export const s = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
try {
  s.settimeout(2);
  s.connect(['unreachable.example.com', 80]);
} catch (error) {
  if (error instanceof socket.timeout) console.log('Connection timed out');
  else if (error instanceof socket.gaierror) console.log(`Address resolution error: ${error.message}`);
  else if (error instanceof socket.OSError) console.log(`Socket error: ${error.message}`);
  else throw error;
} finally {
  s.close();
}

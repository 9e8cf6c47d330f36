import * as socket from '@pysock/socket-shim';

export let response: Uint8Array;
{
  using s = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  s.connect(['example.com', 80]);
  s.send(Buffer.from('GET / HTTP/1.0\r\n\r\n'));
  response = s.recv(4096);
}
// Socket automatically closed

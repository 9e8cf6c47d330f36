import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide } from 'pyodide';

export const dynamic = 'force-dynamic';
let python;

export async function GET() {
  python ??= loadPyodide().then((pyodide) => installSocket(pyodide));
  const code = "import socket; a, b = socket.socketpair(); a.send(b'bundled'); str(b.recv(9))";
  return new Response(String(await (await python).run(code)));
}

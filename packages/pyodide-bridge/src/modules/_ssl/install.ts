/**
 * TLS instead of Pyodide's stubs of `ssl` and `_ssl`. Both are made when a program first uses them: what they need of OpenSSL
 * and of types costs 20 ms. Where there is no OpenSSL that can be called, the import fails.
 */
import { openssl } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { oneArg } from '../../capi/builtin.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { newModule, registerModule } from '../../capi/moduleobject.ts';
import { registered } from '../../wasm/emscripten.ts';
import { socketModule } from '../_socket/index.ts';
import { fillSslModule } from './index.ts';
import SSL from './ssl.py.ts';

/**
 * Gives the stubs, which are executed again when they are first used (stdlib-switches.ts), other loaders. asyncio.sslproto has
 * taken exceptions from the stub.
 */
const INSTALL = `
def install_ssl(source, unavailable):
    import _ssl, ssl, sys

    fill = sys.modules.pop('_pysock_ssl').fill
    code = compile(source, ssl.__file__, 'exec')

    class OpenSSL:
        def __repr__(self):
            return 'built-in'

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            if not fill(module):
                raise ImportError(unavailable, name='_ssl')

    class SSL(OpenSSL):
        def get_filename(self, name):
            return ssl_file

        def get_source(self, name):
            return source

        def exec_module(self, module):
            exec(code, module.__dict__)
            for protocol in filter(None, (kept_protocol, sys.modules.get('asyncio.sslproto'))):
                protocol.SSLAgainErrors = module.SSLWantReadError, module.SSLSyscallError

    ssl_file = ssl.__file__
    # Of a memory snapshot: the program may import it after ssl.
    kept_protocol = sys.modules.get('asyncio.sslproto')
    for module, loader in (_ssl, OpenSSL), (ssl, SSL):
        module.__spec__.loader = loader()
`;

export function installSsl(bridge: Bridge, python: { runPython(code: string): unknown }): void {
  const { capi, define } = bridge;
  const sockets = socketModule(bridge);
  // A forked process has its functions where its parent had them.
  const fillOnce = registered(capi.module, 'fill _ssl', (module) => fillSslModule(bridge, sockets, module));
  const fill: MethodDef = oneArg('fill', (_module, module) => {
    const isAvailable = openssl.isAvailable();
    if (isAvailable) fillOnce(module as number);
    return capi.PyBool_FromLong(isAvailable);
  });
  registerModule(capi, '_pysock_ssl', newModule(capi, define, '_pysock_ssl', '', [fill], {}));
  python.runPython(
    `${INSTALL}\ninstall_ssl(${JSON.stringify(SSL)}, ${JSON.stringify(openssl.UNAVAILABLE)})\ndel install_ssl`,
  );
}

import { pysock, pysockIsBuilt, runProcess } from '@pysock/runtimes';
import { expect, it } from 'vitest';

/** Not one of the cases: what is recorded of those holds on every Linux, and most kernels here lack this family. */
const SCRIPT = `
import hashlib, socket, sys
try:
    algorithm = socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)
except OSError as error:
    sys.exit("lacks AF_ALG: " + error.strerror)
algorithm.bind(("hash", "sha256"))
operation, address = algorithm.accept()
operation.send(b"some of ", socket.MSG_MORE)
operation.sendall(b"the data")
print(operation.recv(64) == hashlib.sha256(b"some of the data").digest(), address)
cipher = socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)
cipher.bind(("skcipher", "cbc(aes)"))
cipher.setsockopt(socket.SOL_ALG, socket.ALG_SET_KEY, bytes(16))
encryption, _ = cipher.accept()
encryption.sendmsg_afalg([bytes(16)], op=socket.ALG_OP_ENCRYPT, iv=bytes(16))
print(encryption.recv(16).hex())
`;

const missing = pysockIsBuilt() ? undefined : 'pysock is not built';

it.skipIf(missing !== undefined)(
  `AF_ALG hashes and encrypts${missing ? ` (skipped: ${missing})` : ''}`,
  async (context) => {
    const { stdout, stderr, exitCode } = await runProcess(pysock().command(['-W', 'ignore', '-c', SCRIPT]), 60);
    if (exitCode === 1 && stderr.startsWith('lacks AF_ALG')) context.skip(`this kernel ${stderr.trim()}`);
    expect(stderr).toBe('');
    expect(stdout).toBe(`True (0, ${`b'${'\\x00'.repeat(14)}'`})\n66e94bd4ef8a2c3b884cfa59ca342b2e\n`);
  },
);

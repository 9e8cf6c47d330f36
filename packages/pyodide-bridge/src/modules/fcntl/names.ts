/** fcntlmodule.c: all_ins: the constants, which are the host's. Those of STREAMS, which Emscripten's headers have, are not Linux's. */
import { moduleConstants } from '@pysock/host';

export function namesProgram(): string {
  return `
def complete_fcntl(constants):
    import fcntl
    for name in [name for name in vars(fcntl) if name[:2] in ('F_', 'I_', 'LO')]:
        if isinstance(getattr(fcntl, name), int):
            delattr(fcntl, name)
    vars(fcntl).update(constants)
complete_fcntl(${JSON.stringify(moduleConstants('fcntl'))})
del complete_fcntl
`;
}

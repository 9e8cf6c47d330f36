import type { Adapter } from '@pysock/runtimes';
import { runProcess } from '@pysock/runtimes';
import * as z from 'zod';

/** What a runtime says of its modules: for each path (`socket.socket.recv`) the facts that a program can see. */
export const surfaceSchema = z.record(z.string(), z.record(z.string(), z.string()));

export type Surface = z.infer<typeof surfaceSchema>;

const TIME_LIMIT = 60;

/**
 * Of a name with underscores only what it is counts, not its value: documentation is in own words, and the paths of a
 * module's file are the machine's. What the address of an object is differs in each run.
 */
const PROBE = String.raw`
import _socket, _ssl, enum, errno, fcntl, grp, inspect, json, mmap, os, platform, posix, pwd, re, resource, select, signal, socket
import ssl, struct, sys, termios, time, types

def signature(o):
    try:
        text = re.sub(r" at 0x[0-9a-f]+", "", str(inspect.signature(o)))
        return text.replace(str(sys.maxsize), "sys.maxsize").replace(sys.executable, "sys.executable")
    except (TypeError, ValueError, AttributeError):
        return "none"

def qualified(t):
    return t.__module__ + "." + t.__qualname__

def facts(name, o):
    found = {"type": qualified(type(o))}
    if isinstance(o, type):
        found |= {
            "name": qualified(o),
            "bases": ", ".join(map(qualified, o.__mro__[1:])),
            # Whether a version tag is assigned depends on what was looked up before.
            "flags": hex(o.__flags__ & ~(1 << 19)),
            "weak references": str(bool(o.__weakrefoffset__)),
            "__dict__": str(bool(o.__dictoffset__)),
            "signature": signature(o),
            "documented": str(bool(o.__doc__)),
        }
    elif isinstance(o, (str, int, float)):
        if not name.startswith("__") and name not in of_openssl:
            found["value"] = repr(int(o) if isinstance(o, enum.Enum) else o)
    elif not isinstance(o, (list, dict, tuple, types.NoneType)):
        for attribute in ("__name__", "__qualname__", "__module__", "__text_signature__"):
            if hasattr(o, attribute):
                found[attribute] = str(getattr(o, attribute))
        if isinstance(getattr(o, "__self__", None), types.ModuleType):
            found["__self__"] = o.__self__.__name__
        if hasattr(o, "__objclass__"):
            found["__objclass__"] = qualified(o.__objclass__)
        if callable(o):
            found["signature"] = signature(o)
        found["documented"] = str(bool(getattr(o, "__doc__", None)))
    return found

# What depends on the OpenSSL that there is.
of_openssl = {"OPENSSL_VERSION", "OPENSSL_VERSION_NUMBER", "_DEFAULT_CIPHERS", "_RESTRICTED_SERVER_CIPHERS"}

def names(owner):
    """Of ssl, names with one underscore are the module's own. Whether a module in C has a file is a choice of who built Python."""
    if isinstance(owner, types.ModuleType) and not re.search(r"\.pyc?$", getattr(owner, "__file__", "")):
        return [name for name in dir(owner) if name not in ("__file__", "__loader__")]
    if isinstance(owner, types.ModuleType) and owner is not ssl:
        # What loads the library is the installation's choice: a folder or an archive.
        return [name for name in dir(owner) if name != "__loader__"]
    of_ssl = "ssl" in (owner.__name__, owner.__module__ if isinstance(owner, type) else None)
    return [name for name in dir(owner) if not of_ssl or name.startswith("__") or not name.startswith("_")]

surface = {}
for module in (_socket, socket, _ssl, ssl, errno, os, posix, time, fcntl, signal, select, termios, resource, mmap, struct, platform,
               pwd, grp):
    for name in names(module):
        surface[module.__name__ + "." + name] = facts(name, getattr(module, name))
for owner in (_socket.socket, socket.socket, socket.SocketIO, socket.AddressFamily, socket.SocketKind,
              socket.MsgFlag, socket.AddressInfo, socket.gaierror, socket.herror,
              _ssl._SSLContext, _ssl._SSLSocket, _ssl.MemoryBIO, _ssl.SSLSession, _ssl.Certificate, _ssl.SSLError,
              ssl.SSLContext, ssl.SSLSocket, ssl.SSLObject, ssl.TLSVersion, ssl.VerifyMode, ssl.SSLErrorNumber,
              ssl.AlertDescription, ssl.Purpose, ssl.DefaultVerifyPaths, os.stat_result, os.statvfs_result, os.DirEntry,
              os.sched_param, os.times_result, os.terminal_size, os.uname_result, os.waitid_result, mmap.mmap, struct.Struct,
              select.epoll, time.struct_time, resource.struct_rusage, pwd.struct_passwd, grp.struct_group):
    for name in names(owner):
        surface[qualified(owner) + "." + name] = facts(name, inspect.getattr_static(owner, name))
for name in socket.__all__:
    surface["socket.__all__." + name] = {}

def show(state, s):
    text = re.sub(r"(laddr|raddr)=\('([^']*)', \d+", r"\1=('\2', PORT", repr(s))
    surface["repr." + state] = {"value": re.sub(r" at 0x[0-9a-f]+", "", text)}

class Own(socket.socket):
    pass

class OwnInC(_socket.socket):
    pass

def states():
    server = socket.socket()
    show("new", server)
    server.bind(("127.0.0.1", 0))
    show("bound", server)
    server.listen()
    show("listening", server)
    client = socket.create_connection(server.getsockname())
    show("connected", client)
    accepted, _ = server.accept()
    show("accepted", accepted)
    accepted.settimeout(2)
    show("with a timeout", accepted)
    accepted.shutdown(socket.SHUT_WR)
    show("shut down", accepted)
    stream = client.makefile("rwb", 0)
    show("a stream", stream)
    client.close()
    show("closed but for a stream", client)
    stream.close()
    show("closed with its stream", client)
    show("a closed stream", stream)
    accepted.detach()
    show("detached", accepted)
    server.close()
    show("closed", server)
    datagram = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    show("datagram", datagram)
    show("duplicate", datagram.dup())
    show("own class", Own(socket.AF_UNIX, socket.SOCK_SEQPACKET))
    show("own class in C", OwnInC(socket.AF_UNIX, socket.SOCK_DGRAM))
    a, b = socket.socketpair()
    show("pair", a)
    named = socket.socket(socket.AF_UNIX)
    named.bind("\0pysock-names")
    show("abstract", named)
    show("not blocking", socket.socket(type=socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC))
    show("uninitialised", _socket.socket.__new__(_socket.socket))
    show("in C", _socket.socket())

states()
print(json.dumps(surface))
`;

/** Contract: throws an Error that says what the runtime printed when it does not answer. */
export async function askSurface(adapter: Adapter): Promise<Surface> {
  const { stdout, stderr, exitCode } = await runProcess(adapter.command(['-W', 'ignore', '-c', PROBE]), TIME_LIMIT);
  if (exitCode !== 0) throw new Error(`${adapter.name} does not answer: ${stderr.trim() || `exit code ${exitCode}`}`);
  return surfaceSchema.parse(JSON.parse(stdout));
}

/**
 * The Python program that makes the calls: each with sockets of its own, one line of JSON for each: what it returned or
 * raised, and what it warned of. Ports, descriptors and addresses of objects are replaced by what they stand for.
 */
export function programFor(calls: readonly string[]): string {
  return `${PROGRAM}\nfor call in json.loads(${JSON.stringify(JSON.stringify(calls))}):\n    make(call)\n`;
}

const PROGRAM = String.raw`
import _socket, array, json, os, re, socket, struct, warnings

class Index:
    def __init__(self, value):
        self.value = value
    def __index__(self):
        return self.value

class Failing:
    def __index__(self):
        raise ZeroDivisionError("no index")
    def __fspath__(self):
        raise ZeroDivisionError("no path")
    def __bool__(self):
        raise ZeroDivisionError("no truth")
    def __iter__(self):
        raise ZeroDivisionError("no iterator")
    def __len__(self):
        raise ZeroDivisionError("no length")

class Path:
    def __init__(self, path):
        self.path = path
    def __fspath__(self):
        return self.path

class Own(tuple):
    pass

def timed(s):
    s.settimeout(0.02)
    return s

class Sockets:
    def __init__(self):
        self.made = {}

    def keep(self, name, *sockets):
        self.made[name] = sockets
        return sockets[0]

    def __getattr__(self, name):
        if name in self.made:
            return self.made[name][0]
        return self.keep(name, *self.make(name))

    def make(self, name):
        if name == "tcp":
            server = self.listening
            client = socket.create_connection(server.getsockname())
            other = server.accept()[0]
            other.send(b"hello, world")
            return timed(client), other
        if name == "listening":
            return timed(socket.create_server(("127.0.0.1", 0))),
        if name == "fresh":
            return timed(socket.socket()),
        if name in ("closed", "detached"):
            s = socket.socket()
            if name == "closed":
                s.close()
            else:
                os.close(s.detach())
            return s,
        if name == "udp":
            s = timed(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            s.bind(("127.0.0.1", 0))
            s.sendto(b"hello, world", s.getsockname())
            return s,
        if name == "unix":
            a, b = socket.socketpair()
            b.send(b"hello, world")
            return timed(a), b
        if name == "reset":
            server = self.listening
            client = socket.create_connection(server.getsockname())
            other = server.accept()[0]
            other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            other.close()
            return timed(client),
        if name == "uninitialised":
            return socket.socket.__new__(socket.socket),
        if name == "blocking":
            a, b = socket.socketpair()
            b.send(b"hello, world")
            b.close()
            return a,
        raise AttributeError(name)

    # Most kernels lack most families: the descriptor is that of a datagram socket, and only the addresses are the family's.
    def of(self, family, protocol):
        family = getattr(socket, family)
        kind = family if family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX) else socket.AF_UNIX
        holder = socket.socket(kind, socket.SOCK_DGRAM)
        if kind == socket.AF_INET6:
            holder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        s = socket.socket(family, socket.SOCK_DGRAM, getattr(socket, protocol), fileno=holder.detach())
        return self.keep("of", timed(s))

    def close(self):
        for sockets in self.made.values():
            for s in sockets:
                try:
                    s.close()
                except (OSError, AttributeError):
                    pass

def plain(text):
    text = re.sub(r"\(('[0-9.:]*'), [1-9][0-9]{3,4}\b", r"(\1, PORT", text)
    text = re.sub(r"\bfd=\d+", "fd=FD", text)
    return re.sub(r"0x[0-9a-f]{5,}", "0x...", text)

def shown(call, value):
    if re.search(r"\.(fileno|detach|dup)\(", call) and type(value) is int and value > 2:
        return "FD"
    if isinstance(value, _socket.socket):
        value = repr(value) + " " + repr(value.gettimeout()) + " " + repr(value.getblocking())
    return plain(value if isinstance(value, str) else repr(value))

def make(call):
    f = Sockets()
    scope = {"f": f, "socket": socket, "array": array, "Index": Index, "Failing": Failing, "Path": Path, "Own": Own}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            value = eval(call, scope)
            outcome = shown(call, value)
            value = None
        except Exception as error:
            # What gaierror and herror have are no errno numbers.
            text = str(error) if isinstance(error, (socket.gaierror, socket.herror)) else plain(str(error))
            outcome = type(error).__name__ + ": " + text
            error = None
    socket.setdefaulttimeout(None)
    f.close()
    told = [w.category.__name__ + ": " + str(w.message) for w in caught]
    print(json.dumps({"call": call, "outcome": outcome[:500], "warnings": told}), flush=True)
`;

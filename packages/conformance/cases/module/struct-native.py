# conformance: table
# The native sizes of struct: what they are, what they hold, and what they say of what they cannot hold.
import struct


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def show(name, call):
    try:
        print(name, "=>", repr(call()))
    except Exception as e:
        print(name, "=>", type(e).__name__, e)


for code in "xcbB?hHiIlLqQnNPefdsp":
    for prefix in ("", "@", "=", "<"):
        show(f"calcsize {prefix}{code}", lambda: struct.calcsize(prefix + code))
        show(f"aligned {prefix}{code}", lambda: struct.calcsize(f"{prefix}b{code}"))
numbers = [0, -1, 2**31, -(2**31) - 1, 2**32, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, -(2**70)]
for code in "lLnNPqQiI":
    for value in (*numbers, 1.5, "a", None, True):
        show(f"pack {code} {value!r}", lambda: struct.pack(code, value))
    for value in (7, -7, 2**80):
        show(f"pack {code} an index {value}", lambda: struct.pack(code, Index(value)))
    for data in (b"\xff" * 8, bytes(7) + b"\x80", bytes(3)):
        show(f"unpack {code} {data}", lambda: struct.unpack(code, data))
show("unpack_from", lambda: struct.unpack_from("2l", bytes(range(24)), 8))
show("iter_unpack", lambda: list(struct.iter_unpack("lL", bytes(range(32)))))
show("Struct", lambda: (struct.Struct("ihlP").size, struct.Struct("clb0l").size, struct.pack("cl", b"a", 3)))

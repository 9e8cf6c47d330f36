# conformance: table
# array.array of C's longs: items, what they refuse, pickles, views, other machines' pickles.
import array, copy, io, pickle, struct


def show(name, call):
    try:
        print(name, "=>", repr(call()))
    except Exception as e:
        print(name, "=>", type(e).__name__, e)


def read(code, data):
    a = array.array(code)
    a.fromfile(io.BytesIO(data), 2)
    return a


numbers = [0, -1, 2**31, -(2**31) - 1, 2**32, 2**63, -(2**63) - 1, 2**64 - 1, 2**64, -(2**70), 1.5, "a", None, True]
for code in "bBhHiIlLqQfd":
    show(f"{code} itemsize", lambda: array.array(code).itemsize)
for code in "lLiI":
    for value in numbers:
        show(f"{code} of {value!r}", lambda: array.array(code, [value]))
for code in "lL":
    a = array.array(code, [1, 2, 3, 2**62])
    show(f"{code} bytes", a.tobytes)
    show(f"{code} slices", lambda: (a[1:3], a[::-1], a + a, a * 2, copy.copy(a), copy.deepcopy(a)))
    show(f"{code} from", lambda: (array.array(code, a), array.array(code, array.array("q", a)), array.array("d", a)))
    show(f"{code} read", lambda: read(code, a.tobytes()))
    show(f"{code} three bytes", lambda: array.array(code, b"abc"))
    for protocol in range(6):
        data = pickle.dumps(a, protocol)
        show(f"{code} pickle {protocol}", lambda: (data, pickle.loads(data)))
    view = memoryview(a)
    show(f"{code} view", lambda: (view.itemsize, view.nbytes, view.tolist(), view[3], view[1:].tolist()))
    show(f"{code} cast", lambda: memoryview(a.tobytes()).cast(code).tolist())
    show(f"{code} shape", lambda: memoryview(a.tobytes()).cast("@" + code, [2, 2]).tolist())
    view[0] = 2**40
    show(f"{code} changed", lambda: (a, struct.unpack_from("4" + code, view), view == array.array(code, a)))
    a.byteswap()
    show(f"{code} swapped", lambda: a)
    for machine, data in ((4, b"\1\0"), (6, b"\1\0\0\0"), (8, b"\1\0\0\0"), (9, b"\0\0\0\1"), (10, bytes(8)), (12, bytes(8)), (13, bytes(8))):
        show(f"{code} of machine {machine}", lambda: array._array_reconstructor(array.array, code, machine, data))
for code in "nNP":
    show(f"cast {code}", lambda: memoryview(bytes(range(16))).cast(code).tolist())
show("short cast", lambda: memoryview(bytes(12)).cast("l"))

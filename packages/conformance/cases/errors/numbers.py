# conformance: table
# errno's names and numbers, their texts, and which exception each of them makes.
import copy, errno, os, pickle

for name in sorted(n for n in dir(errno) if n[0] == "E" and n != "EFTYPE"):
    number = getattr(errno, name)
    print(name, "=>", number, errno.errorcode[number], os.strerror(number), repr(OSError(number, name)))
print("errorcode =>", len(errno.errorcode))


class Own(OSError):
    def __init__(self, text):
        super().__init__(errno.EFBIG, text, "a file")
        self.text = text


for e in (OSError(2, "x", "file", None, "other"), BlockingIOError(11, "x", 7), OSError(4, "x"), OSError("one"), OSError(1)):
    for copied in (e, pickle.loads(pickle.dumps(e)), copy.copy(e)):
        print(repr(e), "=>", type(copied), copied, copied.errno, copied.strerror, copied.filename, copied.filename2, copied.args)
e = Own("too large")
print("Own =>", repr(e), e.errno, e.filename, e, BlockingIOError(11, "x", 7).characters_written)
e.errno = errno.EINTR
print("changed =>", e.errno, e)
for number, text in ((44, "No such file or directory"), (28, "Invalid argument"), (6, "Resource temporarily unavailable")):
    print(number, text, "=>", repr(OSError(number, text)))

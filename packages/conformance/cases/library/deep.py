# conformance: long
# Objects that hold objects that hold objects, far deeper than any stack: freed, or RecursionError.
class Node:
    pass


def nested(wrap, depth=300_000):
    value = None
    for _ in range(depth):
        value = wrap(value)
    return value


def node(value):
    new = Node()
    new.next = value
    return new


def generator(value):
    yield value


for wrap in (node, lambda value: (value,), lambda value: [value], lambda value: {1: value}, generator):
    value = nested(wrap)
    del value
print("freed")

first, second = [], []
first.append(first)
second.append(second)
attempts = {
    "equal": lambda: first == second,
    "repr": lambda: len(repr(nested(lambda value: [value]))),
    "call": lambda: endless(0),
    "map": lambda: through(0),
}


def endless(number):
    return endless(number + 1)


def through(number):
    return list(map(through, [number]))


for name, attempt in attempts.items():
    try:
        print(name, attempt())
    except RecursionError as e:
        print(name, type(e).__name__)

"""Python behind the playground's prompt: a line of JSON for each request, answers marked by a record separator."""

import ast
import asyncio
import code
import inspect
import io
import json
import rlcompleter
import sys
import types

MARK = "\x1e"


def tell(**message):
    sys.stderr.flush()
    sys.stdout.write(MARK + json.dumps(message) + "\n")
    sys.stdout.flush()


class Input(io.TextIOBase):
    """Standard input for programs: says when one waits for a line."""

    def __init__(self, stream):
        self.stream = stream

    def readable(self):
        return True

    def fileno(self):
        return self.stream.fileno()

    def readline(self, size=-1):
        tell(asks=True)
        return self.stream.readline(size)


class Prompt(code.InteractiveInterpreter):
    def __init__(self, namespace):
        super().__init__(namespace)
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self.runner = asyncio.Runner()

    def runcode(self, program):
        try:
            value = types.FunctionType(program, self.locals)()
            if inspect.iscoroutine(value):
                self.runner.run(value)
        except SystemExit:
            raise
        except BaseException:
            self.showtraceback()


def completions(completer, text):
    found = []
    while (match := completer.complete(text, len(found))) is not None and len(found) < 500:
        found.append(match)
    return sorted(set(found))


def answer(prompt, completer, request):
    if "complete" in request:
        return {"completions": completions(completer, request["complete"])}
    return {"more": prompt.runsource(request["source"], "<stdin>", "single")}


def main():
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    prompt = Prompt(module.__dict__)
    completer = rlcompleter.Completer(module.__dict__)
    requests = sys.stdin
    sys.stdin = Input(requests)
    tell(version=sys.version.split()[0])
    while True:
        try:
            line = requests.readline()
            if line == "":
                return
            tell(**answer(prompt, completer, json.loads(line)))
        except KeyboardInterrupt:
            tell(more=False)


main()

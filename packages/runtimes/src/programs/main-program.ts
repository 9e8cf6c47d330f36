/**
 * Python code that runs `-c CODE` or `SCRIPT`, and arguments after it, as `python3` does, where there is no command line. Its value is
 * the exit code. It wants the names `arguments` and `folder`, the working folder.
 */
export const MAIN = `
import os, sys

def run():
    os.chdir(folder)
    try:
        import __main__
        if arguments[0] == '-c':
            source, name, path = arguments.pop(1), '<string>', ''
        else:
            with open(arguments[0], encoding='utf-8') as file:
                source = file.read()
            name, path = arguments[0], os.path.dirname(os.path.abspath(arguments[0]))
            __main__.__file__ = name
        sys.argv = arguments
        sys.path.insert(0, path)
        exec(compile(source, name, 'exec'), __main__.__dict__)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__.tb_next)
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0

run()
`;

/**
 * Most scripts of the document print nothing. This runs one, unchanged, from its file and then prints what its names
 * hold, one line each, so that there is more to compare than an exit code.
 */
export const VALUES_PROGRAM = `
import runpy, sys
names = runpy.run_path(sys.argv[1], run_name="__main__")
for name, value in names.items():
    if not name.startswith("__") and type(value) is not type(sys):
        print(name, "=", repr(value))
`;

/**
 * Part of the prelude: compiled modules of the standard library, kept between two starts.
 *
 * Pyodide's library is an archive of sources, and zipimport compiles what it imports each time: `import http.server` takes 300 ms,
 * from compiled modules 40. Modules of the host's files are kept by `sys.pycache_prefix`, as in CPython. The library's are kept whatever
 * PYTHONDONTWRITEBYTECODE says: CPython's library comes compiled.
 */
export const BYTECODE = `
def keep_bytecode(folder):
    library = '/lib/python314.zip'
    suffix = f'.opt-{sys.flags.optimize}.pyc' if sys.flags.optimize else '.pyc'
    compile_source = zipimport.zipimporter.get_code

    def read(path):
        try:
            with io.open_code(path) as file:
                data = file.read()
        except OSError:
            return None
        code = memoryview(data)[4:]
        if len(data) > 4 and zlib.crc32(code) == int.from_bytes(data[:4], 'little'):
            return marshal.loads(code)

    def write(path, code):
        data = marshal.dumps(code)
        temporary = f'{path}.{os.getpid()}'
        try:
            os.makedirs(folder, exist_ok=True)
            with io.open(temporary, 'xb') as file:
                file.write(zlib.crc32(data).to_bytes(4, 'little') + data)
            os.replace(temporary, path)
        except OSError:
            pass

    def get_code(self, fullname):
        if self.archive != library:
            return compile_source(self, fullname)
        path = f'{folder}/{fullname}{suffix}'
        code = read(path)
        if code is None:
            code = compile_source(self, fullname)
            write(path, code)
        return code

    zipimport.zipimporter.get_code = get_code
`;

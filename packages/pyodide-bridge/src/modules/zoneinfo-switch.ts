/**
 * Reading files of time zones (Lib/zoneinfo/_common.py). CPython 3.14.2 believes what a file says: its compiled `_zoneinfo` then
 * reads beside its table, which WebAssembly ends with a trap, and a file that was cut is read without an end. What a later 3.14
 * checks is checked here, in its words. Where a zone is unknown Pyodide asks for a package of its own.
 */
export const ZONEINFO = `
def switch_zoneinfo(module):
    load_data = module.load_data

    class Checked:
        def __init__(self, file):
            self.file, self.seek = file, file.seek
        def read(self, size):
            data = self.file.read(size)
            if size == 1 and not data and self.file.tell() > 4:
                raise ValueError('Invalid TZif file: unexpected end of file')
            return data

    def load_checked_data(fobj):
        data = load_data(Checked(fobj))
        trans_idx, _, utcoff, *_ = data
        if trans_idx and max(trans_idx) >= len(utcoff):
            raise ValueError(f'Invalid transition index found while reading TZif: {max(trans_idx)}')
        return data

    module.load_data = load_checked_data
    # Where the module of this name was not imported Pyodide's text is raised, else CPython's.
    code = module.load_tzdata.__code__
    module.load_tzdata.__code__ = code.replace(
        co_consts=tuple('sys' if const == 'tzdata' else const for const in code.co_consts))
`;

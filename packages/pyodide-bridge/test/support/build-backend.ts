/** A project with a build backend of its own (PEP 517, 660), as packages have that need nothing else to be built. */

const PYPROJECT = `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
`;

const BACKEND = `
import os, subprocess, sys, sysconfig, zipfile

NAME, COMPILES = 'NAME_OF', COMPILES_OF

def write(folder, files):
    info = f'{NAME}-1.0.dist-info'
    files = {
        **files,
        f'{info}/METADATA': f'Metadata-Version: 2.1\\nName: {NAME}\\nVersion: 1.0\\n',
        f'{info}/WHEEL': 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
    }
    record = ''.join(f'{path},,\\n' for path in [*files, f'{info}/RECORD'])
    file = f'{NAME}-1.0-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(folder, file), 'w') as wheel:
        for path, text in {**files, f'{info}/RECORD': record}.items():
            wheel.writestr(path, text)
    return file

def build_wheel(folder, config_settings=None, metadata_directory=None):
    if COMPILES:
        subprocess.run([*sysconfig.get_config_var('CC').split(), '-c', 'module.c'], check=True)
    with open(f'{NAME}.py') as file:
        return write(folder, {f'{NAME}.py': file.read() + f'built = {sys.prefix != sys.base_prefix}\\n'})

def build_editable(folder, config_settings=None, metadata_directory=None):
    return write(folder, {f'{NAME}.pth': os.getcwd() + '\\n'})
`;

/** The project's files. `compiles`: its wheel is built with the compiler that sysconfig names. */
export function project(name: string, module: string, compiles = false): Readonly<Record<string, string>> {
  const backend = BACKEND.replace('NAME_OF', name).replace('COMPILES_OF', compiles ? 'True' : 'False');
  return { 'pyproject.toml': PYPROJECT, 'backend.py': backend, [`${name}.py`]: module, 'module.c': '' };
}

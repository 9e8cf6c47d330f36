"""`python -m ensurepip._uninstall` removes the pip that ensurepip installs."""
import sys
from argparse import ArgumentParser

import ensurepip


def _main(argv=None):
    parser = ArgumentParser(prog='python -m ensurepip._uninstall')
    parser.add_argument('--version', action='version', version=f'pip {ensurepip.version()}',
                        help='Show the version of pip this will attempt to uninstall.')
    parser.add_argument('-v', '--verbose', action='count', default=0, dest='verbosity',
                        help='Give more output. Option is additive, and can be used up to 3 times.')
    return ensurepip._uninstall_helper(verbosity=parser.parse_args(argv).verbosity)


if __name__ == '__main__':
    sys.exit(_main())

"""Start the command line: the command `jiannuo` and `python -m jiannuo`."""

import sys

from jiannuo.interfaces.cli.running import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())

"""Starts the set-up, unless this Python is too old or too new.

Every Python since 2.7 must be able to print that message, so this file, ``versions`` and both ``__init__`` files use
only syntax that all of them accept.
"""

import sys

from coach.install.versions import wrong_python

if __name__ == "__main__":
    fault = wrong_python(sys.version_info[:2])
    if fault:
        sys.exit("error: " + fault)

    from coach.install.steps import main

    sys.exit(main())

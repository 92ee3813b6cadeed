"""Starts the set-up, unless this Python is too old or too new for it.

Every Python since 2.7 has to get as far as the sentence, so this file, ``versions`` and the two ``__init__`` before
them are written in the syntax of all.
"""

import sys

from coach.install.versions import wrong_python

if __name__ == "__main__":
    fault = wrong_python(sys.version_info[:2])
    if fault:
        sys.exit("error: " + fault)

    from coach.install.steps import main

    sys.exit(main())

"""Start the web application: read the command line, build the workspace once, serve until stopped; nothing else."""

from __future__ import annotations

import sys

from lib.ui.serving import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

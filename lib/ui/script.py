"""The script Streamlit runs for every browser tab: the shell and the page asked for; nothing else."""

from __future__ import annotations

from lib.ui.shell import run

run()

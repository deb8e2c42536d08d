"""The error tree, split by who must act. Findings (wrong entries) are data, not exceptions: see core.model.

    FillError                    anything this program says no with; str() is one Chinese line
    ├── CallError                the caller: an unknown verb, format or option            (exit 2)
    ├── InputFileError           the person at the screen: a file that can't be read      (exit 2)
    ├── FormError                the form's author: file, line, key and remedy            (exit 2)
    ├── TemplateError            the template's author: place, tag and remedy             (exit 2)
    ├── RefusedError             the entry has errors; carries its findings               (exit 1)
    ├── StoreError
    │   ├── NotFoundError        a draft or unit that is no longer there
    │   └── ConflictError        two editors: carries both texts
    └── SetupError               the office's technician: LibreOffice missing, port taken (exit 2)
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import Any


class FillError(Exception):
    """Anything this program says no with; its text is one Chinese line: where, what, how to mend."""


class CallError(FillError):
    """The call's words are wrong: verb, format, option."""


class InputFileError(FillError):
    """A file given by the person at the screen can't be read."""


class FormError(FillError):
    """A form definition (forms/*.yaml) is wrong; names file, line, key and remedy."""

    def __init__(self, file: str, line: int | None, key: str, message: str) -> None:
        self.file, self.line, self.key = file, line, key
        where = f"{file} 第{line}行" if line else file
        super().__init__(f"{where}“{key}”：{message}" if key else f"{where}：{message}")


class TemplateError(FillError):
    """A Word template can't be used; `findings` lists every fault with its place, where there are several."""

    def __init__(self, message: str, findings: Sequence[Any] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


class RefusedError(FillError):
    """A final document is refused because the entry has errors; `findings` lists them."""

    def __init__(self, message: str, findings: Sequence[Any] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


class StoreError(FillError):
    """The store could not do what was asked."""


class NotFoundError(StoreError):
    """A draft, unit or document is no longer there."""


class ConflictError(StoreError):
    """Two editors saved the same draft; `theirs` is what the store holds, `mine` what was to be saved."""

    def __init__(self, message: str, theirs: Any, mine: Any) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(message)


class SetupError(FillError):
    """The machine lacks something: LibreOffice, a free port, a writable folder."""


_OS_REASONS: Mapping[int, str] = {
    errno.ENOENT: "找不到这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EBUSY: "文件正被占用",
    errno.ETXTBSY: "文件正被占用",
}


def os_reason(error: OSError) -> str:
    """Say in Chinese why the system refused a file."""
    return _OS_REASONS.get(error.errno or 0, "系统拒绝了这个操作")

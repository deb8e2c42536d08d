"""Connections and transactions: SAFETY.md's settings for SQLite, and faults told in Chinese. Knows no table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.errors import SetupError, StoreError

Clock = Callable[[], datetime]

BUSY_MS = 30_000  # SAFETY.md, The store: nothing was lost with it
SQLITE_SETTINGS = (f"busy_timeout = {BUSY_MS}", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
FAULTS = (
    ("locked", "数据文件正忙，等了30秒仍不能写入。请稍后再试；文字还在页面上，请不要关闭"),
    ("disk is full", "磁盘已满，没有保存。请清理磁盘后再试；文字还在页面上，请不要关闭"),
    ("malformed", "数据文件已损坏。请停止使用，并用最近的备份恢复"),
    ("not a database", "这个文件不是本程序的数据文件，或已损坏。请换一个数据文件，或用备份恢复"),
    ("unable to open", "打不开数据文件。请检查文件夹是否存在、是否有读写权限"),
    ("readonly", "数据文件只读，不能保存。请检查文件和文件夹的写权限"),
)


def local_now() -> datetime:
    """Return this machine's time with its offset."""
    return datetime.now().astimezone()


def database_url(place: str | Path) -> str:
    """Return the SQLAlchemy URL for a path or a URL; `postgres://` and `postgresql://` get the psycopg driver."""
    text = str(place)
    if "://" not in text:
        return f"sqlite:///{Path(text).absolute()}"
    scheme, _, rest = text.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else text


def connect(place: str | Path) -> sa.Engine:
    """Return an engine for a path or URL, making the folder of a new SQLite file. Raises SetupError."""
    url = database_url(place)
    try:
        if url.startswith("sqlite"):
            return _sqlite(url)
        return sa.create_engine(url, pool_size=16, max_overflow=16, pool_pre_ping=True)
    except ModuleNotFoundError as fault:
        raise SetupError(f"连接这种数据库要先安装“{fault.name}”：pip install {fault.name}[binary]") from fault
    except (sa.exc.ArgumentError, ValueError) as fault:
        raise SetupError("数据库地址写得不对。应是一个文件路径，或 postgresql://用户:密码@主机/库名") from fault
    except OSError as fault:
        raise SetupError("建不了数据文件夹。请检查上级文件夹是否存在、是否有写权限") from fault


def _sqlite(url: str) -> sa.Engine:
    database = sa.make_url(url).database
    if not database or database == ":memory:":
        raise SetupError("数据库要存在文件里，请给一个文件路径")
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=16, max_overflow=16)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin on its own: see _begin
    for setting in SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: sa.Connection) -> None:
    """Take the write lock at once: a transaction that reads, then writes, lost 77–95 % of its updates otherwise."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class Connected:
    """What the parts of the store share: an engine, a clock, and transactions that are kept short."""

    def __init__(self, engine: sa.Engine, clock: Clock = local_now) -> None:
        self.engine = engine
        self.clock = clock
        self._readers = engine.execution_options(reading=True)

    def now(self) -> str:
        """Return the clock's time as kept: 2025-07-05T12:06:01.123+08:00."""
        return self.clock().isoformat(timespec="milliseconds")

    def today(self) -> str:
        return self.clock().date().isoformat()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view of the store, holding up no writer."""
        with told(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One write: committed whole when the block ends, undone whole when it raises."""
        with told(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def told() -> Iterator[None]:
    """Turn the database's faults into one Chinese line (StoreError)."""
    try:
        yield
    except sa.exc.DBAPIError as fault:
        cause = str(fault.orig).lower()
        message = next((said for mark, said in FAULTS if mark in cause), None)
        if message is None and isinstance(fault, sa.exc.OperationalError):
            message = "数据库没有回应，没有保存。请稍后再试，或告诉管理人员"
        if message is None:
            raise
        raise StoreError(message) from fault
    except sa.exc.TimeoutError as fault:
        raise StoreError("同时使用的人太多，没有保存。请稍后再试；文字还在页面上，请不要关闭") from fault

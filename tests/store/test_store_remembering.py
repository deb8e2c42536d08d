"""What is remembered, documents, backup, and a store that can't be opened."""

from __future__ import annotations

import pytest

from lib.errors import SetupError, StoreError
from lib.store import open_store
from lib.store.connecting import database_url


def test_a_units_choice_stands_before_the_offices(store):
    store.remember(None, "量词", "宣讲数", "场")
    store.remember("柳湾社区", "量词", "宣讲数", "场次")
    assert store.recall("柳湾社区", "量词") == {"宣讲数": "场次"}
    assert (store.recall("柳湾社区", "量词", own=True), store.recall("别处", "量词", own=True)) == (
        {"宣讲数": "场次"},
        {},
    )
    assert store.recall("别处", "量词") == store.recall(None, "量词") == {"宣讲数": "场"}


def test_a_choice_is_changed_and_forgotten(store):
    store.remember("", "设置", "比较", False)
    store.remember("", "设置", "比较", {"开": True})
    assert store.recall("", "设置") == {"比较": {"开": True}}
    store.forget("", "设置", "比较")
    assert store.recall("", "设置") == {}


def test_documents_are_listed_newest_first(store):
    draft = store.create_draft("研判报告", "柳湾社区", "2025Q2", {})
    for name in ("一.docx", "二.docx"):
        store.add_document(name, "ab" * 32, draft_id=draft.id, version=1, size=9)
    assert [one.name for one in store.recent_documents()] == ["二.docx", "一.docx"]
    assert store.recent_documents(draft_id=draft.id, limit=1)[0].draft_id == draft.id


@pytest.fixture
def sqlite(tmp_path):
    store = open_store(tmp_path / "a.db")
    yield store
    store.close()


def test_a_backup_is_whole(sqlite, tmp_path):
    draft = sqlite.create_draft("研判报告", "柳湾社区", "2025Q2", {"甲": "一"})
    copy = open_store(sqlite.backup(tmp_path / "备份.db"))
    assert copy.get_draft(draft.id) == draft
    copy.close()


def test_a_backup_that_fails_leaves_nothing(sqlite, tmp_path):
    with pytest.raises(StoreError, match="备份没有成功"):
        sqlite.backup(tmp_path / "没有" / "备份.db")
    assert not (tmp_path / "没有").exists()


def test_a_store_is_opened_again_with_all_in_it(tmp_path):
    for _ in range(2):
        store = open_store(tmp_path / "a.db")
        store.create_draft("研判报告", "柳湾社区", "2025Q2", {})
        count = len(store.list_drafts())
        store.close()
    assert count == 2


def test_sqlite_is_set_as_measured(sqlite):
    with sqlite.reading() as connection:
        got = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        got += [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "busy_timeout")]
    assert got == ["wal", 2, 1, 30_000]


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_broken_file_gets_one_chinese_line(tmp_path, content):
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(StoreError, match="数据文件"):
        open_store(tmp_path / "a.db")


@pytest.mark.parametrize("place", ["sqlite://", "nonsense://x", "sqlite:///:memory:"])
def test_a_wrong_address_gets_one_chinese_line(place):
    with pytest.raises(SetupError):
        open_store(place)


def test_a_folder_that_cannot_be_made_gets_one_chinese_line(tmp_path):
    (tmp_path / "文件").write_text("")
    with pytest.raises(SetupError, match="数据文件夹"):
        open_store(tmp_path / "文件" / "a.db")


def test_a_full_disk_is_told_and_what_was_saved_stays(sqlite):
    draft = sqlite.create_draft("研判报告", "柳湾社区", "2025Q2", {"甲": "一"})
    with sqlite.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the size it has as the least
    with pytest.raises(StoreError, match="磁盘已满"):
        sqlite.save_draft(draft.id, {"甲": "字" * 3_000_000}, draft.version)
    assert sqlite.get_draft(draft.id) == draft


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_addresses_get_their_driver(scheme):
    assert database_url(f"{scheme}://a:b@c/d") == "postgresql+psycopg://a:b@c/d"


def test_a_server_that_is_not_there_gets_one_chinese_line():
    with pytest.raises((SetupError, StoreError), match="psycopg|没有回应"):  # without and with the driver installed
        open_store("postgresql://localhost:1/x?connect_timeout=2")

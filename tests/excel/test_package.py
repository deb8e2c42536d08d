"""What is no workbook, is damaged or would blow up gets one clear line, soon and in little memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import InputFileError
from lib.excel.book import load_book, scan_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows, **parts) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (["甲", 1],):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return with_parts(stream.getvalue(), parts) if parts else stream.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


def sheet(data: str) -> bytes:
    """Return a workbook whose sheet's XML is given between <worksheet> and its end."""
    xml = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{data}</worksheet>'.encode()
    return with_parts(workbook(), {"xl/worksheets/sheet1.xml": xml})


def said(content: bytes) -> str:
    with pytest.raises(InputFileError) as caught:
        scan_workbook(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Excel 格式（.xls）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><table>", "网页格式"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "网页格式"),
        (b'<?xml version="1.0"?><Workbook/>', "XML格式"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        ("单位,数\n甲,1\n".encode(), "CSV"),
        (bytes(range(256)) * 4, "格式无法识别"),
        (b"PK\x03\x04" + bytes(50), "损坏"),
        (workbook()[:-300], "损坏"),
    ],
)
def test_what_is_no_workbook_is_named(content, words):
    assert words in said(content)


@pytest.mark.parametrize(
    ("member", "words"),
    [("word/document.xml", "Word"), ("content.xml", ".ods"), ("xl/workbook.bin", ".xlsb"), ("甲.txt", "压缩包")],
)
def test_other_zips_are_named(member, words):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, b"x")
    assert words in said(stream.getvalue())


def test_a_flipped_byte_is_told_as_damage():
    content = bytearray(workbook(*(["甲" * 50, n] for n in range(200))))
    start = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[start : start + 40] = bytes(40)
    assert "损坏" in said(bytes(content))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"])
def test_a_doctype_in_any_part_is_refused(part):
    bomb = b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert "实体" in said(with_parts(workbook(), {part: bomb}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "A1:XFD1048576"),
        ('<sheetData/><mergeCells><mergeCell ref="A:A"/><mergeCell ref="B1:B1048576"/></mergeCells>', "B1:B1048576"),
        ('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', "XFD1048576"),
        ('<sheetData><row r="1"><c r="1A"><v>1</v></c></row></sheetData>', "单元格地址"),
        ('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>', "损坏"),
        ("<sheetData><row>", "损坏"),
    ],
)
def test_absurd_sheets_are_refused(data, words):
    assert words in said(sheet(data))


@pytest.mark.parametrize(
    "rows",
    [
        "<row/>" * 3_200_000,
        "<row>" + "<c/>" * 3_200_000 + "</row>",
        "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 110_000)),
    ],
)
def test_a_million_rows_are_refused_soon_and_in_little_memory(rows):
    content = sheet(f"<sheetData>{rows}</sheetData>")
    tracemalloc.start()
    started = time.perf_counter()
    said(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - started < 30 and peak < 200_000_000


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = with_parts(workbook(), {"xl/media/image1.bin": bytes(60_000_000)})
    assert "压缩" in said(content)


def test_too_many_members_are_refused():
    assert "内部文件" in said(with_parts(workbook(), {f"x/{n}.txt": b"" for n in range(2_100)}))


def test_a_declared_million_rows_with_little_in_them_reads():
    data = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
    book = load_book(sheet(data))
    assert book.sheets[0].declared_rows == 1_048_576 and book.sheets[0].text(1, 1) == "5"


def test_prefixed_markup_and_missing_references_read():
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>甲</x:t>'
    xml += "<x:rPh><x:t>jia</x:t></x:rPh></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    book = load_book(with_parts(workbook(), {"xl/worksheets/sheet1.xml": xml.encode()}))
    assert [cell.text for cell in book.sheets[0].rows[1].values()] == ["1", "甲"]


@pytest.mark.parametrize(
    ("stored", "text", "kind"),
    [
        ("12", "12", "number"), ("1.5E3", "1500", "number"), ("0.30000000000000004", "0.3", "number"),
        ("-0", "0", "number"), ("123456789012345678", "123456789012346000", "rounded"), ("1E+300", None, "rounded"),
    ],
)  # fmt: skip
def test_stored_numbers_are_exact_plain_text(stored, text, kind):
    cell = load_book(sheet(f"<sheetData><row><c><v>{stored}</v></c></row></sheetData>")).sheets[0].rows[1][1]
    assert cell.kind == kind and (text is None or cell.text == text)


def test_our_reader_agrees_with_openpyxl():
    import datetime

    rows = [
        ["甲", 1, 2.5, True, datetime.date(2025, 1, 2)],
        [None, "=A1", "  空白 ", "_x005F_", datetime.datetime(2025, 1, 2, 3, 4)],
    ]
    ours = load_book(workbook(*rows)).sheets[0]
    assert [cell.text for cell in ours.rows[1].values()] == ["甲", "1", "2.5", "是", "2025-01-02"]
    assert [cell.text for cell in ours.rows[2].values()] == ["", "  空白 ", "_", "2025-01-02 03:04"]


PART = zipfile.ZipFile(io.BytesIO(workbook(["甲", 1, 2.5], ["=A1", None, "乙"]))).read("xl/worksheets/sheet1.xml")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PART) - 1), st.binary(max_size=6), st.integers(0, 12))
def test_broken_markup_is_read_or_told(place, put, cut):
    broken = PART[:place] + put + PART[place + cut :]
    try:
        load_book(with_parts(workbook(), {"xl/worksheets/sheet1.xml": broken}))
    except InputFileError as error:
        assert "\n" not in str(error)


def test_a_row_of_cells_without_references_ends_somewhere():
    assert "16385" in said(sheet("<sheetData><row>" + "<c/>" * 16_385 + "</row></sheetData>"))

"""The tree: titles, headings, sections, signature; run-together text is split; every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.proofreading.decoding import decode_text
from lib.core.proofreading.tree import Source, han_number, han_word, read_tree
from lib.errors import InputFileError


def kinds(text: str) -> list[str]:
    return [one.kind for one in read_tree(text).paragraphs]


def test_title_addressee_headings_signature_and_date():
    text = "石桥镇2025年第二季度研判报告\n\n县委宣传部：\n\n本季度平稳。\n一、开展情况\n（一）抓学习。学习6次。\n\n中共石桥镇委员会\n2025年6月28日"
    assert kinds(text) == ["title", "addressee", "body", "heading", "body", "signature", "date"]


def test_sections_follow_the_first_level_headings():
    tree = read_tree("一、开展情况\n平稳。\n二、存在的问题\n不足。\n三、下一步措施\n加强。")
    assert [one.section for one in tree.paragraphs] == ["", "", "problems", "problems", "plan", "plan"]


def test_run_together_text_is_split_before_its_numbers():
    tree = read_tree(
        "现将情况报告如下：一、工作开展情况（一）压实责任。专题研究1次。（二）抓好学习。集中学习5次，参加210人次。二、存在的问题（一）形式单一。关注不高。（二）力量不足。精力有限。"
    )
    assert [one.text[:4] for one in tree.paragraphs] == [
        "现将情况",
        "一、工作",
        "（一）压",
        "（二）抓",
        "二、存在",
        "（一）形",
        "（二）力",
    ]


def test_styles_of_word_make_headings():
    tree = read_tree([Source("总体情况", "一级标题"), Source("平稳。", "正文")])
    assert (tree.paragraphs[0].kind, tree.paragraphs[0].level) == ("heading", 1)


def test_a_page_number_in_mid_sentence_joins_its_halves():
    tree = read_tree("一、开展情况\n镇党委认真落实意识形态工作责任制，召开专题会议\n- 2 -\n4次，签订责任书21份。")
    assert tree.paragraphs[1].text == "镇党委认真落实意识形态工作责任制，召开专题会议4次，签订责任书21份。"


def test_han_numbers_go_there_and_back():
    assert all(han_number(han_word(n)) == n for n in range(1, 100))


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("一二三（）、。，：1. \n\u3000学习工作报告“”次"), max_size=260))
def test_every_character_keeps_its_place(text):
    tree = read_tree(text)
    lines = text.split("\n")
    for one in tree.paragraphs:
        for position, char in enumerate(one.text):
            source, there = one.place(position)
            assert lines[source][there] == char


@pytest.mark.parametrize(
    "content",
    ["横幅\n".encode(), "横幅\r\n".encode("utf-8-sig"), "横幅\n".encode("gb18030"), "横幅\n".encode("utf-16")],
)
def test_text_files_are_decoded(content):
    assert decode_text(content) == "横幅\n"


def test_what_is_no_text_is_refused():
    with pytest.raises(InputFileError, match="编码"):
        decode_text(b"\x00\x01\x02\xff\xfe\x00")

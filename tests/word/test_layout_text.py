"""Layout without rendering: what is recognised, how titles part, what is mended, presets, bad files, tags left alone."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import CallError, InputFileError
from lib.word.layout import (
    PRESETS,
    apply_preset,
    balance_title,
    deviations,
    fonts_wanted,
    layout_paragraphs,
    layout_text,
    mend_punctuation,
    preset_of,
    read_source,
    recognise,
)
from lib.word.layout.settling import right_indents
from lib.word.layout.titles import WORDS, length


def roles(text: str) -> str:
    return " ".join(piece.role for piece in recognise(text))


def docx(text: str, **choices) -> Document:
    return Document(io.BytesIO(layout_text(text, **choices)))


def lines(document: Document) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in document.paragraphs if one.text]


def body(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于某事的报告\n某某：\n正文。", "公文标题 主送机关 正文"),
        ("某街道关于印发某方案\n的通知\n各社区:\n正文。", "公文标题 主送机关 正文"),
        ("标题报告\n（2025年7月5日）\n正文。", "公文标题 公文副标题 正文"),
        ("报告\n一、甲\n（一）乙\n1.丙\n（1）丁", "公文标题 一级标题 二级标题 三级标题 四级标题"),
        ("报告\n(一)乙\n１．丙\n1、戊\n(1)丁", "公文标题 二级标题 三级标题 三级标题 四级标题"),
        ("报告\n1.5万份宣传单。\n十分重视，一是抓学习。", "公文标题 正文 正文"),
        ("报告\n正文。\n附件：1.甲\n2.乙\n某某局\n2025年7月5日", "公文标题 正文 附件说明 附件说明 署名 成文日期"),
        ("报告\n正文。\n某某局\n某某委\n二〇二五年七月五日\n（此件公开发布）", "公文标题 正文 署名 署名 成文日期 附注"),
        ("报告\n正文。\n附件1\n一览表\n|甲|乙|\n|1|2|", "公文标题 正文 附件标记 附件标题 表格"),
        ("报告\n正文。\n抄送：某某。\n某某办公室  2025年7月5日印发", "公文标题 正文 抄送 印发"),
        ("000001\n机密★1年\n特急\n某某文件\n某发〔2025〕1号\n报告", "份号 密级 紧急程度 发文机关标志 发文字号 公文标题"),
        ("@正文 一、不是标题\n@署名 {{ 党组织 }}", "正文 署名"),
        ("一、{{ 标题 }}\n（一）{{ x }}\n1.{{ x }}\n{%p if 甲 %}\n{% if 甲 %}（1）乙{% endif %}", "一级标题 二级标题 三级标题 正文 四级标题"),
        ("今天开会，讨论了工作。", "正文"),
    ],
)
def test_structure_is_recognised(text, expected):
    assert roles(text) == expected


def test_named_styles_carry_the_text_and_no_direct_formatting_is_used():
    content = layout_text("报告\n某某：\n一、甲\n（一）乙。丙。\n正文。")
    assert lines(Document(io.BytesIO(content)))[:3] == [("公文标题", "报告"), ("主送机关", "某某："), ("一级标题", "一、甲")]
    assert not re.search(r"<w:(?:rFonts|sz|jc|spacing|ind) ", body(content).split("<w:sectPr")[0])


def test_a_heading_running_into_text_changes_font_after_its_sentence():
    runs = docx("报告\n（一）压实责任。具体内容。").paragraphs[1].runs
    assert [(one.text, one.style.name) for one in runs][1] == ("具体内容。", "正文字")
    assert runs[0].text == "（一）压实责任。"


def test_template_tags_are_left_alone():
    source = "@公文标题 {{ 标题 }}\n{%p if a < 3 and b == '甲' %}\n一、{{ x|trim('。') }}\n{%p endif %}\n|甲|乙|\n|{%tr for r in rows %}|\n|{{ r.a|trim('|') }}|{{ r.b }}|\n|{%tr endfor %}|"
    document = docx(source)
    assert [text for _, text in lines(document)] == ["{{ 标题 }}", "{%p if a < 3 and b == '甲' %}", "一、{{ x|trim('。') }}", "{%p endif %}"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][2] == ["{{ r.a|trim('|') }}", "{{ r.b }}"]


def test_no_default_document_no_grid_and_four_fonts():
    content = layout_text("报告\n正文。")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles, document = archive.read("word/styles.xml").decode(), archive.read("word/document.xml").decode()
    assert "docGrid" not in document and "asciiTheme" not in styles
    for fonts in re.findall(r"<w:rFonts ([^>]*)/>", styles):
        assert len(re.findall(r"w:(?:ascii|hAnsi|eastAsia|cs)=", fonts)) == 4


def test_same_text_same_bytes():
    assert layout_text("报告\n正文。") == layout_text("报告\n正文。")


@given(st.text(max_size=300))
def test_any_text_is_kept_or_refused_in_one_line(text):
    try:
        content = layout_text(text)
    except InputFileError as error:
        assert "\n" not in str(error)
    else:
        Document(io.BytesIO(content))


@given(st.lists(st.text("甲乙丙，。：（）一二1.{}%<>&\"' |@附件", min_size=1, max_size=30), min_size=1, max_size=12))
def test_words_arrive_verbatim(paragraphs):
    pieces = [(text.strip() or "甲", "正文") for text in paragraphs]
    document = Document(io.BytesIO(layout_paragraphs(pieces)))
    assert [one.text for one in document.paragraphs] == [text for text, _ in pieces]


# -- titles ------------------------------------------------------------------------------------------------------------

TITLES = [
    "清泉街道2025年第二季度意识形态工作分析研判情况的报告",
    "中共清泉街道工作委员会关于印发《2025年意识形态工作要点》的通知",
    "全市教育体育系统2024年意识形态工作要点",
    "清泉街道柳湾社区关于2025年第二季度意识形态工作责任制落实情况和风险隐患排查整改情况的分析研判报告",
    "2024年度落实意识形态工作责任制述职报告",
    "关于2025年7月5日至2025年12月31日期间意识形态领域风险隐患排查情况的报告",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_part_at_words_in_a_trapezium_or_a_diamond(title):
    parts = balance_title(title)
    sizes = [length(part) for part in parts]
    assert "".join(parts) == title and max(sizes) <= 20
    assert len(parts) == 1 or min(sizes) >= 4
    dips = [b < a and b < c for a, b, c in zip(sizes, sizes[1:], sizes[2:])]
    assert not any(dips)
    for word in [*re.findall(r"[0-9]{4}年(?:第[一二三四]季度|度|[0-9]+月[0-9]+日)?", title), "意识形态", "分析研判", "责任制"]:
        assert word not in title or any(word in part for part in parts)


@given(st.lists(st.sampled_from([*sorted(WORDS), "关于", "的", "2025年", "柳湾", "《", "》"]), min_size=1, max_size=14))
def test_titles_keep_every_character_and_fit_their_lines(words):
    title = "".join(words)
    parts = balance_title(title)
    assert "".join(parts) == title and max(map(length, parts)) <= 20


def test_typed_breaks_are_kept():
    assert balance_title("甲\n乙") == ["甲", "乙"]


@pytest.mark.parametrize(
    ("signature", "date", "sealed", "expected"),
    [
        ("中共清泉街道柳湾社区委员会", "2025年7月5日", False, (2, 7)),
        ("区委", "2025年12月15日", False, (9, 2)),
        ("清泉街道工委", "2025年7月5日", True, (4, 4)),
        ("某" * 20, "2025年7月5日", True, (0, 7)),
    ],
)
def test_signature_and_date_stand_by_the_standard(signature, date, sealed, expected):
    assert right_indents(signature, date, sealed=sealed) == expected


# -- tables, letterhead, imprint ---------------------------------------------------------------------------------------


def test_tables_have_fixed_widths_a_repeated_header_and_free_heights():
    xml = body(layout_text("报告\n正文。\n@列宽 1 3\n|指标|数|\n|甲|1|\n|乙|12.5%|"))
    widths = [int(one) for one in re.findall(r'<w:gridCol w:w="(\d+)"', xml)]
    assert sum(widths) == 8844 and widths[1] / widths[0] == pytest.approx(3, abs=0.01)
    assert xml.count("<w:tblHeader/>") == 1 and 'w:type="fixed"' in xml and "w:trHeight" not in xml
    assert xml.count('"GwCellNumber"') == 2


def test_cells_join_upwards_and_to_the_left():
    table = docx("报告\n正文。\n|甲|乙|丙|\n|总计|<|1|\n|丁|2|3|\n|^|4|5|").tables[0]
    assert table.cell(1, 0)._tc is table.cell(1, 1)._tc
    assert table.cell(2, 0)._tc is table.cell(3, 0)._tc


FORM_TEMPLATE = """{%p if 版头 %}
@份号 {{ 份号 }}
@密级 {{ 密级 }}
@发文机关标志 {{ 发文机关标志 }}
@发文字号 {{ 发文字号 }}
@红线
{%p endif %}
@公文标题 {{ 标题 }}
@正文 正文。
@署名 {{ 署名 }}
@成文日期 {{ 成文日期 }}
{%p if 版记 %}
{%p if 抄送 %}
@抄送 抄送：{{ 抄送 }}。
{%p endif %}
@印发 {{ 印发机关 }}  {{ 印发日期 }}印发
{%p endif %}
"""
FILLED = {
    "份号": "000001", "密级": "机密★1年", "发文机关标志": "清泉街道工委文件", "发文字号": "清工委〔2025〕1号", "标题": TITLES[0],
    "署名": "清泉街道工委", "成文日期": "2025年7月5日", "抄送": "区委宣传部", "印发机关": "工委办公室", "印发日期": "2025年7月6日",
}  # fmt: skip


@pytest.mark.parametrize(
    ("switches", "wanted", "unwanted"),
    [
        ({"版头": True, "版记": True}, ["份号", "版头留白", "发文机关标志", "红线", "版记首线", "抄送", "版记分隔线", "印发", "版记末线", "版记锚点"], []),
        ({"版头": False, "版记": True, "抄送": ""}, ["版记首线", "印发", "版记末线"], ["版头留白", "红线", "抄送", "版记分隔线"]),
        ({"版头": False, "版记": False}, ["公文标题"], ["版头留白", "红线", "版记首线", "印发", "版记末线", "版记锚点"]),
    ],
)
def test_elements_switch_in_a_form_template(switches, wanted, unwanted):
    from lib.word.compiling import compile_template

    content = compile_template(layout_text(FORM_TEMPLATE), trusted=True).render(FILLED | switches)
    styles = [one.style.name for one in Document(io.BytesIO(apply_preset(content, PRESETS["国标"]))).paragraphs]
    assert [style for style in styles if style in wanted] == wanted
    assert not set(styles) & set(unwanted)


def test_a_filled_title_is_balanced_and_its_signature_placed_by_a_preset():
    from lib.word.compiling import compile_template

    content = compile_template(layout_text(FORM_TEMPLATE), trusted=True).render(FILLED | {"版头": False, "版记": False})
    document = Document(io.BytesIO(apply_preset(content, PRESETS["通行"])))
    assert document.paragraphs[0].text.split("\n") == balance_title(TITLES[0])
    assert document.sections[0].top_margin.mm == pytest.approx(37, abs=0.02)
    assert 'w:rightChars="200"' in document.paragraphs[2]._p.xml


# -- presets and fonts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lines", "characters"), [("国标", 22, 28), ("通行", 22, 27)])
def test_presets_hold_their_lines_and_characters(name, lines, characters):
    assert (PRESETS[name].lines, PRESETS[name].characters) == (lines, characters)


def test_deviations_name_value_standard_and_clause():
    assert deviations(PRESETS["国标"]) == []
    assert deviations(PRESETS["通行"]) == ["每页 22 行、每行 27 字，标准为 22 行、28 字（5.2.3）"]
    own = preset_of({"名称": "某局", "页边距": {"上": 25}, "字体": {"标题": "黑体"}, "字号": {"正文": "四号"}, "加粗": ["三级标题"], "页码": {"位置": "居中"}})
    said = "\n".join(deviations(own))
    assert all(words in said for words in ("上边距）为 25 毫米", "标题用“黑体”", "正文字号为 14 磅", "三级标题加粗", "页码居中"))
    assert all(re.search(r"（\d(?:\.\d)+）$", line) for line in said.split("\n"))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"行踞": 28}, "行踞"),
        ({"基于": "国际"}, "国际"),
        ({"页边距": {"上": "很大"}}, "页边距·上"),
        ({"页边距": 3}, "页边距"),
        ({"行距": 12}, "行距"),
        ({"字号": {"标题": "二十号"}}, "字号·标题"),
        ({"字体": {"标题": "<b>"}}, "标题"),
        ({"加粗": ["题目"]}, "题目"),
        ({"页码": {"位置": "左"}}, "页码·位置"),
        ({"盖章": "是"}, "盖章"),
    ],
)
def test_a_wrong_preset_is_told_by_its_key(mapping, words):
    with pytest.raises(CallError, match=words) as caught:
        preset_of(mapping)
    assert "\n" not in str(caught.value)


def test_fonts_wanted_are_those_in_use():
    names = [font.name for font in fonts_wanted(layout_text("报告\n一、甲\n正文。"))]
    assert names == ["方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"]
    assert "方正小标宋简体" not in [font.name for font in fonts_wanted(layout_text("报告\n正文。", fonts="免装字体"))]


# -- punctuation and sources -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("你好,世界.", "你好，世界。"),
        ("共1,234份,占3.5%.", "共1,234份，占3.5%."),
        ("会议(第1次)于10:30召开;效果好!", "会议（第1次）于10:30召开；效果好！"),
        ('提出"三个到位"要求', "提出“三个到位”要求"),
        ("见https://a.cn/b?c,d 网址", "见https://a.cn/b?c,d 网址"),
        ("{{ x|trim('.,') }}完成,很好", "{{ x|trim('.,') }}完成，很好"),
        ("(一)甲", "（一）甲"),
        ("1.压实责任", "1.压实责任"),
    ],
)
def test_punctuation_is_mended_and_listed(text, mended):
    found, changes = mend_punctuation(text)
    assert found == mended
    assert len(changes) == sum(a != b for a, b in zip(text, mended, strict=True))
    assert all(text[one.start] == one.before for one in changes)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.txt", "空"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "旧格式"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "密码"),
        (b"PK\x03\x04broken", "a.docx", "损坏"),
        (b"%PDF-1.7", "a.txt", "PDF"),
        (("正文。" * 240_000).encode(), "a.txt", "超过"),
        (b"\x00\x01\x02\x03", "a.txt", "不是文本"),
        (b"\x89PNG\r\n", "a.png", "不是 Word"),
    ],
)
def test_bad_input_gets_one_clear_line(content, name, words):
    with pytest.raises(InputFileError, match=words) as caught:
        read_source(content, name)
    assert "\n" not in str(caught.value)


def test_a_file_of_pictures_only_is_refused():
    content = layout_text("报告")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = re.sub(rb"<w:r>.*?</w:r>", b"<w:r><w:drawing/></w:r>", parts["word/document.xml"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(InputFileError, match="只有图片"):
        read_source(buffer.getvalue(), "a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_the_encodings_of_clerks_machines(encoding):
    assert read_source("报告\n正文。".encode(encoding), "a.txt").text == "报告\n正文。"


def test_a_document_laid_out_is_read_back_with_its_structure():
    text = "关于某事的报告\n某某：\n一、甲\n正文。\n|指标|数|\n|甲|1|"
    found = read_source(layout_text(text), "a.docx")
    assert [piece.role for piece in recognise(found.text)] == [piece.role for piece in recognise(text)]


def test_corrected_roles_are_obeyed():
    pieces = [piece._replace(role="正文") if piece.role == "公文标题" else piece for piece in recognise("不是标题\n正文。")]
    assert [style for style, _ in lines(Document(io.BytesIO(layout_paragraphs(pieces))))] == ["正文", "正文"]

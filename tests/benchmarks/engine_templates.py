"""Build one four-page report as a template in each engine's own tags, contexts for it, and the text it must give."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

Context = dict[str, Any]
ROWS, WORKS, PROBLEMS = 12, 5, 4
# ‹name› is a value; within a loop ‹.name› is a column of its row
LINES: list[tuple[str, str]] = [
    ("题", "‹单位›‹期›重点工作情况报告"),
    ("文", "‹上级›："),
    ("文", "‹期›，‹单位›认真落实‹部署›，围绕‹目标›，坚持问题导向、目标导向、结果导向相统一，统筹推进各项重点工作。现将有关情况报告如下。"),
    ("级", "一、总体情况"),
    ("文", "‹期›共召开专题会议‹会议数›次，印发文件‹文件数›份，开展检查‹检查数›次，出动‹人次›人次，检查单位‹单位数›家，发现问题‹问题数›个，"
           "已整改‹整改数›个，整改率‹整改率›；投入资金‹资金›万元，比上年增长‹增幅›，其中上级资金‹上级资金›万元、本级资金‹本级资金›万元，执行率‹执行率›。"),
    ("文", "组织领导方面，成立由‹组长›任组长、‹副组长›任副组长的领导小组，办公室设在‹办公室›，由‹主任›兼任主任，形成上下联动、齐抓共管的工作格局，"
           "切实把责任压实到岗、传导到人、落实到事，确保各项任务有人抓、有人管、有着落。"),
    ("文", "制度建设方面，修订‹制度甲›、‹制度乙›、‹制度丙›，进一步明确职责、流程和标准，做到有章可循、有据可查，把制度优势转化为治理效能。"),
    ("级", "二、主要做法"),
    ("环", "做法"),
    ("级", "（‹.号›）‹.标题›"),
    ("文", "‹.内容›该项工作由‹.牵头›负责，计划于‹.期限›前完成，目前进度为‹.进度›。有关单位密切配合、通力协作，确保任务落到实处、见到实效。"),
    ("完", "做法"),
    ("级", "三、指标完成情况"),
    ("文", "截至‹统计日›，列入计划的重点指标均按进度推进，总体完成率‹完成率›，见下表。"),
    ("表", "指标"),
    ("级", "四、存在的问题"),
    ("文", "在肯定成绩的同时，我们也清醒地看到，工作中还存在一些困难和不足，与上级要求和群众期盼相比仍有差距，主要表现在以下方面。"),
    ("环", "问题"),
    ("文", "‹.号›是‹.标题›。‹.内容›对此由‹.牵头›督促整改。"),
    ("完", "问题"),
    ("若", "有说明"),
    ("文", "需要说明的是，受‹原因›影响，部分项目进度滞后，已制定赶工方案，力争于‹赶工期›前完成。"),
    ("否", "有说明"),
    ("级", "五、下一步打算"),
    ("文", "下一步，‹单位›将深入贯彻‹部署›，进一步提高站位、强化担当，以更高标准、更严要求、更实举措抓好责任落实、隐患排查、能力提升，"
           "确保‹下期›各项任务圆满完成，为‹愿景›作出新的贡献。"),
    ("文", "附件：‹附件›"),
    ("文", "‹单位›"),
    ("文", "‹日期›"),
    ("文", "（联系人：‹联系人›，电话：‹电话›）"),
]  # fmt: skip
COLUMNS = ["号", "名称", "计划", "完成", "完成率", "备注"]
_NAME = re.compile("‹([^›]+)›")
SCALARS = sorted({m for kind, line in LINES if kind in "题文级" for m in _NAME.findall(line) if m[0] != "."})


# -- contexts and the text they give ----------------------------------------------------------------------------------


def context(seed: int, rows: int = ROWS) -> Context:
    """Return a made-up entry; the same seed gives the same."""
    draw = random.Random(seed)
    some: Context = {name: f"{name}{draw.randint(10, 99_999)}" for name in SCALARS}
    some |= {"单位": f"市第{seed}局", "制度甲": "《规则》", "制度乙": "《清单 & 办法》", "有说明": seed % 2 == 0}
    detail = "坚持把夯实基础作为重要抓手，全面摸排、建立台账、压实责任，走访 <第一批> 名单内单位，逐一建档，实行清单化管理、闭环式销号"

    def row(number: int) -> Context:
        return {"号": str(number + 1), "标题": f"做法{draw.randint(1, 99)}", "内容": f"{detail}{draw.randint(1, 999)}项。",
                "牵头": f"第{draw.randint(1, 9)}处", "期限": f"{draw.randint(1, 12)}月", "进度": f"{draw.randint(1, 100)}%"}  # fmt: skip

    some |= {"做法": [row(one) for one in range(WORKS)], "问题": [row(one) for one in range(PROBLEMS)]}
    some["指标"] = [
        {"号": str(one + 1), "名称": f"指标{one}", "计划": str(draw.randint(1, 999)), "完成": str(draw.randint(1, 999)),
         "完成率": f"{draw.randint(1, 100)}%", "备注": draw.choice(["", "按期", "超额"])}
        for one in range(rows)
    ]  # fmt: skip
    return some


def expected(some: Context) -> list[str]:
    """Return the paragraphs a right engine gives, empty ones left out."""

    def fill(text: str, row: Context) -> str:
        return _NAME.sub(lambda m: row[m[1][1:]] if m[1][0] == "." else some[m[1]], text)

    out: list[str] = []
    number = 0
    while number < len(LINES):
        kind, text = LINES[number]
        if kind == "环":
            end = LINES.index(("完", text))
            out += [fill(line, row) for row in some[text] for _, line in LINES[number + 1 : end]]
            number = end
        elif kind == "若" and not some[text]:
            number = LINES.index(("否", text))
        elif kind == "表":
            out += COLUMNS + [row[name] for row in some[text] for name in COLUMNS]
        elif kind in "题文级":
            out.append(fill(text, {}))
        number += 1
    return [one for one in out if one]


# -- templates --------------------------------------------------------------------------------------------------------


def _run(text: str, chinese: bool = True) -> str:
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' if chinese else ""
    return f'<w:r w:rsidRPr="00C21B5E">{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(name: str) -> str:
    code = f" MERGEFIELD {name} \\* MERGEFORMAT "
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>«{name}»</w:t></w:r></w:fldSimple>'


def _split(tag: str) -> str:
    """A tag as Word's proofing cuts it."""
    mark = '<w:proofErr w:type="spell{0}"/>'
    return (
        _run(tag[:1], False)
        + mark.format("Start")
        + _run(tag[1:-1], False)
        + mark.format("End")
        + _run(tag[-1:], False)
    )


class Dialect:
    """One engine's way of writing tags; every fifth tag is split over runs."""

    def __init__(
        self, value: str, column: str, start: str, end: str, test: str, done: str, table: Callable[..., str]
    ) -> None:
        self.value, self.column, self.table = value, column, table
        self.control = {"环": start, "完": end, "若": test, "否": done}
        self.count = 0

    def tag(self, name: str) -> str:
        self.count += 1
        text = self.column.format(name[1:]) if name[0] == "." else self.value.format(name)
        return _split(text) if self.count % 5 == 0 else _run(text, False)

    def paragraph(self, style: str, text: str) -> str:
        pieces = [self.tag(one[1:-1]) if one[:1] == "‹" else _run(one) for one in re.split("(‹[^›]+›)", text) if one]
        return _paragraph(style, "".join(pieces))

    def body(self) -> str:
        out = []
        for kind, text in LINES:
            if kind in self.control:
                out.append(_paragraph("文", _run(self.control[kind].format(text), False)))
            else:
                out.append(_table(self.table(self)) if kind == "表" else self.paragraph(kind, text))
        return "".join(out)


class MailMerge(Dialect):
    """Merge fields: scalars and table rows only; loops written out, the condition always true."""

    def tag(self, name: str) -> str:
        return _field(name)

    def body(self) -> str:
        out, number = [], 0
        while number < len(LINES):
            kind, text = LINES[number]
            if kind == "环":
                end = LINES.index(("完", text))
                for row in range(WORKS if text == "做法" else PROBLEMS):
                    out += [
                        self.paragraph(style, line.replace("‹.", f"‹{text}{row}"))
                        for style, line in LINES[number + 1 : end]
                    ]
                number = end
            elif kind == "表":
                out.append(_table(_row([self.paragraph("文", f"‹行{name}›") for name in COLUMNS])))
            elif kind in "题文级":
                out.append(self.paragraph(kind, text))
            number += 1
        return "".join(out)


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p w:rsidR="00A77427" w:rsidRDefault="00F543E2"><w:pPr><w:pStyle w:val="S{"题级文".index(style)}"/></w:pPr>{runs}</w:p>'


def _row(cells: list[str]) -> str:
    one = '<w:tc><w:tcPr><w:tcW w:w="1400" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{}</w:tc>'
    return (
        '<w:tr w:rsidR="00A77427"><w:trPr><w:trHeight w:val="480"/></w:trPr>'
        + "".join(map(one.format, cells))
        + "</w:tr>"
    )


def _table(rows: str) -> str:
    head = _row([_paragraph("文", _run(name)) for name in COLUMNS])
    grid = '<w:gridCol w:w="1400"/>' * len(COLUMNS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="8400" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _jinja_rows(dialect: Dialect) -> str:
    empty = [_paragraph("文", "")] * (len(COLUMNS) - 1)
    open_row = [_paragraph("文", _run("{%tr for 行 in 指标 %}", False)), *empty]
    end_row = [_paragraph("文", _run("{%tr endfor %}", False)), *empty]
    return _row(open_row) + _row([dialect.paragraph("文", f"‹.{name}›") for name in COLUMNS]) + _row(end_row)


def _curly_rows(dialect: Dialect) -> str:
    cells = [dialect.paragraph("文", f"‹.{name}›") for name in COLUMNS]
    cells[0] = cells[0].replace("</w:pPr>", "</w:pPr>" + _run("{#指标}", False), 1)
    cells[-1] = cells[-1].replace("</w:p>", _run("{/指标}", False) + "</w:p>", 1)
    return _row(cells)


def _dialects() -> dict[str, Dialect]:
    for_, if_ = ("{{%p for 行 in {} %}}", "{{%p endfor %}}"), ("{{%p if {} %}}", "{{%p endif %}}")
    return {
        "jinja": Dialect("{{{{ {} }}}}", "{{{{ 行.{} }}}}", *for_, *if_, _jinja_rows),
        "curly": Dialect("{{{}}}", "{{{}}}", "{{#{}}}", "{{/{}}}", "{{#{}}}", "{{/{}}}", _curly_rows),
        "merge": MailMerge("", "", "", "", "", "", _jinja_rows),
    }


def template(dialect: str) -> bytes:
    """Return the report as a template in `jinja`, `curly` or `merge` tags, about as heavy as what Word writes."""
    document = Document()
    for number, (size, indent) in enumerate([(22, 0), (16, 32), (16, 32)]):
        style = document.styles.add_style(f"S{number}", WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size = "仿宋", Pt(size)
        style.paragraph_format.line_spacing, style.paragraph_format.first_line_indent = Pt(28), Pt(indent)
    section = document.sections[0]
    section.page_width, section.page_height, section.top_margin, section.left_margin = Mm(210), Mm(297), Mm(37), Mm(28)
    section.footer.paragraphs[0].text = "— 1 —"
    _slim(document)
    holder = document.element.body
    for one in list(parse_xml(f"<w:body {nsdecls('w')}>{_dialects()[dialect].body()}</w:body>")):
        holder[-1].addprevious(one)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _slim(document: Any) -> None:
    """Drop what python-docx's default package carries and Word's own files do not."""
    styles = document.styles.element
    kept = {"Normal", "TableNormal", "Header", "Footer", "S0", "S1", "S2"}
    for style in styles.findall("{*}style"):
        if style.styleId not in kept:
            styles.remove(style)
    for holder in (document.part.rels, document.part.package.rels):
        for key, link in list(holder.items()):
            if any(one in link.reltype for one in ("stylesWithEffects", "customXml", "thumbnail")):
                del holder[key]


def texts(content: bytes) -> list[str]:
    """Return the paragraphs of a finished document, empty ones left out."""
    document = Document(io.BytesIO(content))
    every = ("".join(t.text or "" for t in p.iter("{*}t")) for p in document.element.body.iter("{*}p"))
    return [one for one in every if one]


def merged(some: Context) -> tuple[Context, list[Context]]:
    """Return a context as mail merge takes it: flat values, and the table's rows."""
    flat = {key: value for key, value in some.items() if isinstance(value, str)}
    for name in ("做法", "问题"):
        flat |= {f"{name}{n}{key}": value for n, row in enumerate(some[name]) for key, value in row.items()}
    return flat, [{f"行{key}": value for key, value in row.items()} for row in some["指标"]]

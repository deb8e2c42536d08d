"""The three formats end to end: the user's samples re-entered whole, what they lack asked for, sources and forms in step."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.approximations import mend
from lib.core.calculating import calculate
from lib.core.model import Document, History, Unit
from lib.core.parsing import parse
from lib.core.period import Period
from lib.core.phrasing import phrase
from lib.core.proofreading import Source, about, proofread
from lib.definitions import load_forms
from lib.definitions_words import load_words
from lib.errors import RefusedError
from lib.word.layout import layout_text
from lib.workflow import Workspace, entry_of, examine, open_workspace, produce, read_entry

ROOT = Path(__file__).parents[1]
FORMATS = ("工作要点", "述职报告", "研判报告")
SAMPLES = {"甲": "工作要点", "乙": "述职报告", "丙": "研判报告"}
REPORTS = ("述职报告", "研判报告")
FORMS = load_forms(ROOT / "forms")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(ROOT)


def sample(letter: str) -> dict[str, Any]:
    return json.loads((ROOT / f"tests/examples/{letter}_{SAMPLES[letter]}.json").read_text("utf-8"))


def example(name: str) -> dict[str, Any]:
    return json.loads((ROOT / f"forms/examples/{name}.json").read_text("utf-8"))


def made(workspace: Workspace, name: str, data: Mapping[str, Any], *, draft: bool = False) -> Document:
    entry = entry_of(data)
    return produce(workspace, name, entry.unit, entry.period, entry.raw, draft=draft)


def lines_of(document: Document) -> list[str]:
    """Return every line a reader sees: paragraphs in order, then the cells of tables."""
    opened = read_docx(io.BytesIO(document.content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [one.text.replace("\n", "") for one in opened.paragraphs if one.text] + cells  # a title's lines are one


def text_of(document: Document) -> str:
    return "\n".join(lines_of(document))


def told(workspace: Workspace, name: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return message by field of an entry's errors and warnings."""
    entry = entry_of(data)
    examined = examine(workspace, name, entry.unit, entry.period, entry.raw)
    messages: dict[str, str] = {}
    for one in examined.findings:
        if one.level != "info":
            messages[one.field or ""] = f"{messages.get(one.field or '', '')}{one.message}\n"
    return messages


def without(data: dict[str, Any], *path: str | int) -> dict[str, Any]:
    """Return a copy of a values file without one place of its 填报."""
    changed = deepcopy(data)
    place = changed["填报"]
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


# ---- the samples, whole (SAMPLES.md) -------------------------------------------------------------------------------

PARTS = {
    "甲": [
        "清河市教育体育局2024年全市教育体育系统意识形态工作要点", "2024年，意识形态工作的总体要求是：以", "一、压紧压实意识形态工作责任", "1.落实党组织主体责任。",
        "“两个加强”", "“三个带头”", "“三个亲自”", "2.落实班子成员“一岗双责”。", "3.落实研究报告制度。", "每季度至少专题研究1次", "形成闭环",
        "二、建强管好意识形态阵地", "1.把牢正确方向。", "“学习强国”学习平台和“清河德育”小程序", "家校共育、法治教育、廉洁教育", "校园文化墙、宣传栏",
        "三级审核", "“四个第一时间”", "网络账号的登记和管理", "8.防范化解风险。", "一是", "二是", "三是", "三、强化监督考核", "1.严格考核。",
        "“一票否决”", "2.严肃问责。", "专题研究意识形态工作每季度不少于1次", "（责任单位：局党组、各学校党组织；完成时限：全年）", "2024年3月12日",
    ],
    "乙": [
        "2024年度落实意识形态工作责任制述职报告", "党委委员", "中共云溪区委宣传部：", "本人坚持以", "一、履职特色和亮点", "专题研究意识形态工作2次",
        "开展理论学习中心组学习4次", "传达学习上级会议精神3次", "签订意识形态工作责任书38份", "年初召开考评会议", "每半年向区委报告一次",
        "基层治理宣传单3.6万余份", "宣传文章5300余份", "累计发放各类宣传资料11万余份", "张贴海报860份", "固定标语64条", "悬挂横幅标语22条",
        "夜间文艺演出46场", "夜间巡查75次", "乡村振兴宣传方案", "第二期业务培训", "公众号推送信息320条", "观看爱国主义影片140人次", "网上展览6场",
        "座谈交流8场", "参与党员215名", "征集寄语460条", "国庆", "签订承诺书2600份", "倡议书1.2万份", "网络巡查", "开展宣讲200余场",
        "管理学习组织30个", "激活用户1260人", "个人最高积分超5万分", "面积1500平方米", "藏书2.1万册", "由专人负责",
        "二、存在的主要问题及原因", "（一）部分宣传文化设施利用率不高", "（二）网络管理制度不够健全", "主要原因：", "三、下一步工作思路和措施",
        "（一）盘活用好宣传文化设施", "（二）健全网络管理制度", "2024年12月27日",
    ],
    "丙": [
        "清泉街道柳湾社区2024年第二季度意识形态工作分析研判报告", "中共清泉街道工作委员会：", "一、工作开展情况", "（一）从责任制落实情况来看",
        "任务清单", "召开工作部署会1次", "集中学习12次", "入户走访、网上留言", "网评文章6篇", "宣传单6000余份、宣传册3000余份", "（四）从阵地管理情况来看",
        "每周在居民微信群发布", "微信群推送信息500余条，覆盖微信群11个", "二、存在的风险隐患", "（一）网络舆情方面的风险隐患", "（二）阵地管理方面的风险隐患",
        "（三）社会矛盾方面的风险隐患", "主要表现：", "三、下一步措施", "（三）加强矛盾化解", "中共清泉街道柳湾社区委员会", "2024年6月26日",
    ],
}  # fmt: skip


@pytest.mark.parametrize("letter", SAMPLES)
def test_a_sample_re_entered_is_whole(workspace, letter):
    text = text_of(made(workspace, SAMPLES[letter], sample(letter)))
    assert [part for part in PARTS[letter] if part not in text] == []


@pytest.mark.parametrize("letter", SAMPLES)
def test_a_sample_re_entered_is_right(workspace, letter):
    document = made(workspace, SAMPLES[letter], sample(letter))
    assert [one.message for one in document.findings] == []
    assert not re.search(r"None|\{|\}|【|】|，，|。。|，。|：，|^[，；。、]", text_of(document), re.MULTILINE)


def test_what_the_second_sample_lacks_is_asked_for(workspace):
    said = told(workspace, "述职报告", without(sample("乙"), "问题及原因", 1, "原因"))
    assert "原因" in said["问题及原因[2].原因"] and "第2条" in said["问题及原因[2].原因"]


def test_what_the_third_sample_lacks_is_asked_for(workspace):
    data = without(sample("丙"), "措施")
    assert "下一步措施至少要填1条" in told(workspace, "研判报告", data)["措施"]
    with pytest.raises(RefusedError):
        made(workspace, "研判报告", data)
    assert "下一步措施" in text_of(made(workspace, "研判报告", data, draft=True))


def test_an_x_left_in_a_figure_is_asked_for(workspace):
    data = sample("乙")
    data["填报"]["横幅标语数"] = "X"
    assert "占位" in told(workspace, "述职报告", data)["横幅标语数"]


def test_a_title_without_its_year_is_asked_for(workspace):
    assert "报告期" in told(workspace, "工作要点", sample("甲") | {"报告期": ""})["报告期"]


@pytest.mark.parametrize("letter", SAMPLES)
def test_an_empty_entry_is_asked_for_all_that_is_required_and_drafts(workspace, letter):
    data = {"单位": "青石镇", "报告期": sample(letter)["报告期"], "填报": {}}
    said = told(workspace, SAMPLES[letter], data)
    assert "成文日期" in said
    text = text_of(made(workspace, SAMPLES[letter], data, draft=True))
    assert "【待补】" in text and "学习强国" not in text and "附件" not in text


# ---- the large examples --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_an_example_is_large_and_faultless(workspace, name):
    data, form = example(name), workspace.form(name)
    figures = [key for key in data["填报"] if (one := form.field(key)) and one.is_figure]
    assert len(figures) >= (40 if name in REPORTS else 15)
    assert len(data["填报"].get("风险隐患", data["填报"].get("问题及原因", [1, 2]))) >= 2
    assert made(workspace, name, data).findings == ()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_entry_gives_the_same_bytes(workspace, name):
    assert made(workspace, name, example(name)).content == made(workspace, name, example(name)).content


def test_an_example_can_be_read_as_a_values_file(workspace):
    entry = read_entry(ROOT / "forms/examples/研判报告.json", workspace.form("研判报告"))
    assert (entry.unit, entry.findings) == ("青石镇", ())


@pytest.mark.parametrize("path", sorted([*ROOT.glob("tests/examples/*.json"), *ROOT.glob("forms/examples/*.json")]))
def test_our_own_text_passes_our_own_proofreader(workspace, path):
    name = path.stem.split("_")[-1]
    entry = read_entry(path, workspace.form(name))
    opened = read_docx(io.BytesIO(produce(workspace, name, entry.unit, entry.period, entry.raw).content))
    lines = [Source(one.text, one.style.name) for one in opened.paragraphs]
    found = proofread(
        lines, context=about(entry.period, unit=entry.unit, form=name), words=load_words(ROOT / "forms/words")
    )
    assert [one.message for one in found if one.level != "info"] == []


# ---- what the clerk chooses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "run", "heads"),
    [
        ("（一）", "每个任务重新编号", ["（一）抓实理论", "（二）严肃责任"]),
        ("1.", "每个任务重新编号", ["1.抓实理论", "2.严肃责任"]),
        ("1.", "全文连续编号", ["4.抓实理论", "12.严肃责任"]),
    ],
)
def test_items_are_numbered_as_chosen(workspace, mark, run, heads):
    data = example("工作要点")
    data["填报"] |= {"条目编号": mark, "编号起止": run}
    text = text_of(made(workspace, "工作要点", data))
    assert [head for head in heads if f"\n{head}" not in text] == []


@pytest.mark.parametrize(
    ("way", "bracket", "table"), [("条末括注", True, False), ("附表", False, True), ("不印", False, False)]
)
def test_tasks_are_assigned_in_a_bracket_or_a_table(workspace, way, bracket, table):
    data = example("工作要点")
    data["填报"]["任务分解"] = way
    text = text_of(made(workspace, "工作要点", data))
    assert ("（每季度专题研究不少于1次；责任单位：镇党委；完成时限：全年）" in text, "任务分解表" in text) == (
        bracket,
        table,
    )


def test_the_plan_goes_out_as_an_annex_of_a_notice(workspace):
    data = example("工作要点")
    data["填报"] |= {"印发通知": True, "主送机关": "各村、各部门"}
    text = text_of(made(workspace, "工作要点", data))
    assert text.startswith("中共青石镇委员会关于印发《青石镇2025年全镇意识形态工作要点》的通知\n各村、各部门：\n")
    assert "附件：1.青石镇2025年全镇意识形态工作要点\n2.青石镇2025年意识形态工作任务分解表" in text


def test_who_reports_decides_what_the_report_calls_them(workspace):
    data = example("述职报告")
    assert "我镇坚持以" in (group := text_of(made(workspace, "述职报告", data))) and "责任制情况报告" in group
    data["填报"] |= {"述职主体": "个人"}
    del data["填报"]["班子自称"]
    assert "本人坚持以" in (own := text_of(made(workspace, "述职报告", data))) and "我镇" not in own
    assert own.startswith("2025年度落实意识形态工作责任制述职报告")


def test_empty_sections_drop_out_and_numbers_close_up(workspace):
    data = example("研判报告")
    for name in list(data["填报"]):
        if name.startswith("理论学习") or name in ("总体形势情况", "党组织数", "网格数", "上期整改", "趋势预判"):
            del data["填报"][name]
    for one in workspace.form("研判报告").section_of("中心组学习次数").fields:
        data["填报"].pop(one.name, None)
    heads = [
        line
        for line in lines_of(made(workspace, "研判报告", data))
        if re.match("[一二三四五六]、|（[一二三四五六]）强化", line)
    ]
    assert [head[:6] for head in heads] == [
        "一、工作开展", "（一）强化政", "（二）强化正", "（三）强化阵", "（四）强化文", "（五）强化应", "二、存在的风", "三、下一步措"
    ]  # fmt: skip


@pytest.mark.parametrize(("switch", "gone"), [("主送机关开关", "中共云溪区委："), ("附表开关", "主要工作数据表")])
def test_what_is_switched_off_is_gone(workspace, switch, gone):
    data = example("研判报告")
    assert gone in text_of(made(workspace, "研判报告", data))
    data["填报"][switch] = False
    assert gone not in text_of(made(workspace, "研判报告", data))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"已整改数": "9"}, "已整改数", "与发现问题隐患11个不符"),
        ({"宣讲受众人次": "20"}, "宣讲受众人次", "人次少于场次"),
        ({"专题研讨次数": "5"}, "专题研讨次数", "“其中”项不能大于总数"),
        ({"整改率": "95"}, "整改率", "算得90.9%"),
        ({"专题研究次数": "0"}, "专题研究次数", "规定动作"),
        ({"成文日期": "2025-09-01"}, "成文日期", "离报告期末2025年6月30日较远"),
        ({"成文日期": "2025年2月30日"}, "成文日期", "没有30日"),
        ({"专题研究次数": "-3"}, "专题研究次数", "不能小于0次"),
        ({"宣传单数": "１２ａ"}, "宣传单数", "请只填数字"),
        ({"宣传资料总数": "100"}, "宣传资料总数", "少于宣传单、宣传册、宣传物品之和"),
        ({"风险隐患总数": "9"}, "风险隐患总数", "算得3条"),
        ({"活动": [{"日期": "2025-08-01", "活动名称": "夏日文化活动"}]}, "活动", "不在报告期内"),
        ({"措施": [{"对应方面": "网络舆情", "标题": "加强引导", "做法": "及时回应。"}]}, "措施", "请补上"),
        ({"措施": [{"对应方面": "网络", "标题": "甲", "做法": "乙。"}, {"标题": "甲", "做法": "乙。"}]}, "措施", "对应"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told_at_its_field(workspace, change, field, words):
    data = example("研判报告")
    data["填报"] |= change
    assert words in told(workspace, "研判报告", data)[field]


def test_any_text_arrives_verbatim(workspace):
    data, odd = example("研判报告"), 'A&B <50 “引” "号" {{ x }} {% if %} 😀𠮷 100%'
    data["填报"]["总体形势情况"] = odd
    assert odd in lines_of(made(workspace, "研判报告", data))


_BAD = re.compile(
    r"[，；、。：][，；、。]|^[，；、。]|其中[，；。、]|(发放|张贴|悬挂|设置|配备|现有|[是和])[，；。、]|现有(开展|受众)|平台。|None|\{"
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_figures_are_filled_the_sentences_close_up(data):
    name = data.draw(st.sampled_from(FORMATS))
    form = FORMS[name]
    names = [one.name for one in form.fields() if one.is_figure and not one.calculation]
    raw = data.draw(
        st.dictionaries(st.sampled_from(names), st.sampled_from(["0", "1", "86", "6012", "11万"]), max_size=12)
    )
    period = Period(2025, "季度", 4) if name == "研判报告" else Period(2025, "年度")
    values, _ = calculate(form, parse(form, raw)[0])
    said = phrase(form, values, period, Unit("青石镇"))["数字句"]
    for paragraphs in said.values():
        for text in paragraphs:
            assert not _BAD.search(text), text
            assert text.endswith("。") and mend(text) == text


def test_comparisons_are_off_until_switched_on(workspace):
    form, data = workspace.form("研判报告"), example("研判报告")
    before, _ = parse(form, data["填报"] | {"集中学习次数": "15", "宣传单数": "5010", "参学率": "96.5"})
    history = History(previous=before)
    entry = entry_of(data)
    assert "较上季度" not in text_of(
        produce(workspace, "研判报告", entry.unit, entry.period, entry.raw, history=history)
    )
    raw = {**entry.raw, "数字比较": "上期"}
    text = text_of(produce(workspace, "研判报告", entry.unit, entry.period, raw, history=history))
    assert "组织党员干部集中学习18次，较上季度增加3次，增长20%" in text
    assert "宣传单6000余份（较上季度增加1002份，增长20%）" in text
    assert "参学率97.8%，较上季度提高1.3个百分点" in text


@pytest.mark.parametrize(
    ("name", "period", "words"),
    [
        ("研判报告", "2025H1", ["青石镇2025年上半年意识形态工作分析研判报告", "上半年，专题研究", "下半年重点做好"]),
        ("研判报告", "2025Q4", ["2025年第四季度", "本季度，专题研究", "下季度重点做好"]),
        ("述职报告", "2025H2", ["青石镇2025年下半年落实意识形态工作责任制情况报告", "下半年，专题研究"]),
    ],
)
def test_every_period_of_a_format_is_called_by_its_name(workspace, name, period, words):
    data = example(name) | {"报告期": period}
    text = text_of(made(workspace, name, without(data, "活动") if "活动" in data["填报"] else data))
    assert [word for word in words if word not in text] == []


# ---- forms, templates and sources in step --------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_template_is_what_its_source_says(name):
    source = (ROOT / f"templates/{name}.md").read_text("utf-8")
    assert (ROOT / f"templates/{name}.docx").read_bytes() == layout_text(source)


@pytest.mark.parametrize("name", FORMATS)
def test_a_template_holds_no_year_and_every_field_of_its_form_is_used(name):
    source, form = (ROOT / f"templates/{name}.md").read_text("utf-8"), FORMS[name]
    assert not re.search(r"\d{4}|二〇|十九大|二十大", source)
    patterns = "".join(pattern for section in form.sections for pattern in section.sentences) + form.title
    unused = [one.name for one in form.fields() if one.name not in source + patterns]
    assert set(unused) <= {"数字比较", "班子自称"}  # one switches comparisons on, one goes into 自称


@pytest.mark.parametrize("name", FORMATS)
def test_every_figure_is_worded_in_its_section(name):
    for section in FORMS[name].sections:
        slots = set(re.findall(r"\{([^{}.]+)", "".join(section.sentences)))
        assert {one.name for one in section.fields if one.is_figure or one.type == "figures"} <= slots


def test_the_catalogue_is_whole():
    """FORMATS.md §4: A1–A8, B1–B14, C1–C13, D1–D7, E1–E7, F1–F5, all in both reports but F5, which research alone has."""
    counts = {"A": 8, "B": 14, "C": 13, "D": 7, "E": 7, "F": 5}
    codes = {f"{letter}{number}" for letter, count in counts.items() for number in range(1, count + 1)}
    assert {one.code for one in FORMS["研判报告"].fields() if one.code} == codes
    assert {one.code for one in FORMS["述职报告"].fields() if one.code} == codes - {"F5"}


def test_one_name_is_one_figure_in_both_reports():
    for one in FORMS["述职报告"].fields():
        other = FORMS["研判报告"].field(one.name)
        if one.is_figure and other:
            same = (
                "code",
                "label",
                "unit",
                "units",
                "phrase",
                "zero",
                "wording",
                "aggregate",
                "kind",
                "target",
                "maximum",
            )
            assert [getattr(one, key) for key in same] == [getattr(other, key) for key in same], one.name


def test_every_target_stands_in_the_plan():
    targets = {target for name in REPORTS for one in FORMS[name].fields() for target in one.targets}
    assert targets and all(target.endswith("目标") for target in targets)
    assert [target for target in sorted(targets) if not (one := FORMS["工作要点"].field(target)) or not one.per] == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_reporting_section_takes_figures_of_its_own(name):
    sections = [one for one in FORMS[name].sections if f"{one.name}标题" in {f.name for f in one.fields}]
    assert len(sections) >= 6
    assert all(any(field.type == "figures" for field in one.fields) for one in sections)


@pytest.mark.parametrize("name", FORMATS)
def test_no_form_asks_for_persons(name):
    """FORMATS.md §8: no petitioners, watched persons, residents, accounts, posts, religion or birthplace."""
    form = FORMS[name]
    labels = " ".join(one.label for group in form.fields() for one in (group, *group.fields))
    assert not re.search("信访|重点人员|住户|户主|帖文|籍贯|宗教|身份证|电话|住址", labels)

"""Rules on how a document names itself: its kind, the period it reports on, the Party organ of its own unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_PLAIN_KIND = re.compile(
    r"(?<![基原根范文样成版])(?:本|此|该份|这份)(?:工作)?(?P<kind>报告|要点|总结|方案|计划)(?=[，。；、：（]|自|由|经|要求|所列|细化|印发|结合|中|明确|确定|将|的(?:要求|任务|安排|规定)|请|已|如有|内容|分解|列出|提出|逐|抓好|落实|执行|涉及|下发|实施)"
)
_OWN_KIND = {"工作要点": "要点", "研判报告": "报告", "述职报告": "报告"}
_FORMULA = re.compile(
    r"(?:现将|现就)[^，。；]{0,30}?(?P<kind>述职|研判|总结|部署|安排)(?:情况)?(?:如下|于后)|以上(?P<closing>述职|研判)(?=[，。]|报告|情况)"
)
_WRONG_FORMULA = {"研判报告": "述职部署安排", "述职报告": "研判部署安排", "工作要点": "述职研判总结"}


@rule(
    "R-T2",
    "自称的文种不符",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("局要点\n\n各科室要根据⟦本报告⟧细化措施。", about("2025", form="工作要点")),
        ("局报告\n\n各科室要对照⟦本要点⟧要求抓好落实。", about("2025Q2", form="研判报告")),
        ("局报告\n\n现将有关情况⟦述职⟧如下。", about("2025Q2", form="研判报告")),
        ("局报告\n\n以上⟦研判⟧，请予评议。", about("2025", form="述职报告")),
        ("局要点\n\n⟦此报告⟧由办公室负责解释。", about("2025", form="工作要点")),
    ),
    misses=(
        ("局要点\n\n各科室要根据本要点细化措施，年底向党组报告。", about("2025", form="工作要点")),
        ("局报告\n\n现将研判情况报告如下。特此报告。", about("2025Q2", form="研判报告")),
        ("局报告\n\n现将履职情况述职如下。以上述职，请予评议。", about("2025", form="述职报告")),
        ("局报告\n\n印发《要点》，本方案自印发之日起施行。", about("2025", form="述职报告")),
    ),
)
def other_kind(reading: Reading) -> Iterator[Hit]:
    own = _OWN_KIND.get(reading.known.format)
    for one, match in reading.search(_PLAIN_KIND, view="plain") if own else ():
        kind = match["kind"]
        if {own, kind} == {"报告", "要点"} or own == "报告" and kind == "计划":
            yield span(one, match, f"本文是{own}，这里自称“{match[0]}”")
    wrong = _WRONG_FORMULA.get(reading.known.format, "")
    for one, match in reading.search(_FORMULA, view="plain"):
        group = "kind" if match["kind"] else "closing"
        if match[group] in re.findall("..", wrong):
            yield Hit(
                one, match.start(group), match.end(group), f"本文是{reading.known.format}，这里写“{match[group]}”"
            )


_TOLD = re.compile(
    r"(?:现将|现就|以上是|以上为)(?:本人|[我本][镇乡局校院所站村]|我|社区|学校|党[委组]|20\d\d年)*(?P<period>全年|一年来|本年度|年度|上半年|下半年|半年来|半年|本季度|第?[一二三四]季度|季度)[^，。；]{0,20}(?:如下|情况|报告|，|。)"
)
_FITS = {
    "年度": ("全年", "一年来", "本年度", "年度"),
    "半年": ("上半年", "下半年", "半年来", "半年"),
    "季度": ("本季度", "季度"),
}


@rule(
    "R-Y1",
    "开头所报的期与表单不一",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("局报告\n\n现将⟦全年⟧工作述职如下。", about("2025H1", form="述职报告")),
        ("局报告\n\n现将我镇⟦半年⟧来的情况报告如下。", about("2025", form="述职报告")),
        ("局报告\n\n现将⟦一年来⟧的研判情况报告如下。", about("2025Q2", form="研判报告")),
        ("局报告\n\n现将⟦本季度⟧研判情况报告如下。", about("2025H1", form="研判报告")),
        ("局报告\n\n现将⟦第一季度⟧研判情况报告如下。", about("2025H1", form="研判报告")),
    ),
    misses=(
        ("局报告\n\n现将全年工作述职如下。", about("2025", form="述职报告")),
        ("局报告\n\n现将上半年工作述职如下。", about("2025H1", form="述职报告")),
        ("局报告\n\n现将研判情况报告如下。", about("2025H1", form="研判报告")),
        ("局要点\n\n现将全年任务明确如下。", about("2025", form="工作要点")),
    ),
)
def other_period(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    for one, match in reading.search(_TOLD, view="plain") if period else ():
        if match["period"] not in _FITS[period.kind] and not (
            period.kind == "季度" and match["period"].endswith("季度")
        ):
            yield span(one, match, f"报告期是{period.label}，这里写“{match['period']}”", group=1)


_ORGAN = r"(?P<organ>党委|党总支|党支部|党组|党工委)"
_SELF = {
    "镇": "镇",
    "乡": "乡",
    "街道": "街道",
    "社区": "社区",
    "村": "村",
    "局": "局",
    "医院|卫生院": "医院|卫生院|院",
    "学校|小学|中学|高中|职校|[一二三四五六七八九]中": "学校|校",
    "公司": "公司",
    "集团": "集团",
}
_BEFORE_SELF = r"(?:^|(?<=[，。；、：（）《由经报向在对和与把请以将让为是我本])|(?<=根据|按照|落实|通过|接受|服从|坚持|提请|提交|加强))"
_FULL = (("支部委员会", "党支部"), ("工作委员会", "党工委"), ("工委", "党工委"), ("委员会", "党委"))
_GROUPED = re.compile("(?<![局委府院会])党组(?=理论|书记|成员|会|班子|中心组)")
_COMMITTEE = re.compile("(?<![县市镇乡机关])党委(?=理论|书记|成员|委员|班子|中心组)")
_UNDER = re.compile(r"^(?:成员单位|们)|^[\u4e00-\u9fff]{0,3}（")


def _signed(reading: Reading) -> str:
    """The organ the title or the signature names, or nothing."""
    for one in reading.tree.paragraphs:
        if one.kind not in ("signature", "title"):
            continue
        if organ := re.search(r"党总支|党支部|党工委|党组|党委", one.text):
            return organ[0]
        if one.kind == "signature" and (full := re.search("总支部委员会|" + "|".join(a for a, _ in _FULL), one.text)):
            return "党总支" if full[0].startswith("总") else dict(_FULL)[full[0]]
    return ""


@rule(
    "R-N1",
    "本单位的党组织前后不一",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        (
            "城关中学党总支2025年上半年研判报告\n\n抽查情况报⟦学校党委⟧审定后通报。\n中共城关中学总支部委员会\n2025年6月30日",
            about("2025H1", unit="城关中学"),
        ),
        (
            "镇报告\n\n镇党委抓学习。镇党委抓宣传。镇党委抓阵地。经⟦镇党工委⟧研究同意。",
            about("2025", unit="石桥镇"),
        ),
        (
            "局报告\n\n向⟦局党委⟧报告。\n中共青岚县水利局党组\n2025年6月30日",
            about("2025H1", unit="青岚县水利局"),
        ),
    ),
    misses=(
        (
            "局报告\n\n向局党组报告，局机关党委落实。\n中共青岚县水利局党组\n2025年6月30日",
            about("2025H1", unit="青岚县水利局"),
        ),
        ("校报告\n\n学校党总支抓学习，学校各党支部落实。校党总支抓宣传。", about("2025H1", unit="城关中学")),
        ("镇报告\n\n镇党委抓学习。镇党委抓宣传。镇党委抓阵地。报县教育局党组。", about("2025", unit="石桥镇")),
    ),
)
def own_organ(reading: Reading) -> Iterator[Hit]:
    unit = reading.known.unit
    call = next((call for kind, call in _SELF.items() if re.search(rf"(?:{kind})$", unit)), "")
    if not call:
        return
    named = re.compile(rf"{_BEFORE_SELF}(?:{re.escape(unit)}|(?:{call})){_ORGAN}")
    found: list[tuple[Paragraph, re.Match[str]]] = [
        (one, match)
        for one, match in reading.search(named, view="plain")
        if one.kind != "addressee" and not _UNDER.match(one.plain[match.end() : match.end() + 5])
    ]
    told = Counter(match["organ"] for _, match in found)
    own = _signed(reading)
    if not told[own] and told.total() > 2:  # the signature is another body's, or nothing is signed
        own, count = told.most_common(1)[0]
        own = own if count > 2 * (told.total() - count) else ""
    if call == "局" and not own and told.total() == 1:
        own = "党组" if len(list(reading.search(_GROUPED))) > len(list(reading.search(_COMMITTEE))) else ""
    for one, match in found if own else ():
        if match["organ"] != own and told[match["organ"]] <= max(1, told[own] // 2):
            yield span(one, match, f"本单位的党组织是{own}，这里写“{match['organ']}”")


_GROUP = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2})(?P<trade>[\u4e00-\u9fff]{2,4}?)(?P<kind>(?:投资|控股|发展)?集团)")
_PLACE = re.compile(r"^.*?[省市县区](?=[\u4e00-\u9fff]{4})")


@rule(
    "R-N1",
    "集团名称不一致",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("公司要点\n\n修订《⟦清澜供水集团⟧意识形态工作责任制实施办法》。", about("2025", unit="清澜水务集团")),
        ("公司报告\n\n⟦云江交运集团⟧党委召开会议。", about("2025", unit="临江市云江交投集团有限公司")),
    ),
    misses=(
        ("公司要点\n\n修订《清澜水务集团责任制实施办法》，集团党委落实。", about("2025", unit="清澜水务集团")),
        ("公司要点\n\n清澜供水公司、清澜排水公司落实，集团公司检查。", about("2025", unit="清澜水务集团")),
        ("公司要点\n\n水务集团与江南城投集团共建。", about("2025", unit="清澜水务集团")),
    ),
)
def own_group(reading: Reading) -> Iterator[Hit]:
    own = _GROUP.search(_PLACE.sub("", reading.known.unit))
    if not own:
        return
    near = re.compile(rf"{own['stem']}(?P<trade>[\u4e00-\u9fff]{{2,4}}?){own['kind']}")
    for one, match in reading.search(near, kinds="all"):
        if match["trade"] != own["trade"] and not own["trade"].endswith(match["trade"]):
            yield span(one, match, f"本单位是“{own[0]}”，这里写“{match[0]}”", suggestion=own[0])

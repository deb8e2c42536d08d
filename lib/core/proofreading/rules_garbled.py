"""Names with a character lost or two turned round: 云川县水务集有限公司, 鹤街汀道; 社党委 where 社区党委 stands elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log1p

from lib.core.proofreading.context import about, unit_parts
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_ADMIN = frozenset("省市县区镇乡州旗")  # 碧溪第二小学 leaves 县 out, 桐溪党委 镇: shortened, not garbled
_LAST = re.compile(r"(?:街道|社区|中学|小学|学校|幼儿园|医院|公司|中心|[镇乡村县区市局站所])$")
_PARTY = re.compile(r"(?:党委|党工委|党组|党总支|党支部)(?:书记|副书记|委员)?$")
_ENTERPRISE = re.compile(r"(?:股份)?有限(?:责任)?公司$")
_BODY = r"党委办公室|党政综合办公室|党政办公室|党支部办公室|综合办公室|党群办公室|党委|党工委|党总支|党支部|居委会|村委会|办公室"
_TERM = re.compile(rf"(?:社区|集团|公司|学校|园区|街道|医院|机关|综合|党委|党政|党群|支部)(?:{_BODY})|{_BODY}")
_OPENING = re.compile(r"(?:^|(?<=[，。；：、（“])|(?<=[经由向报]))[\u4e00-\u9fff]{3,7}")
_OFFICE = re.compile(r"(?<!办)([党政委合群部])公室")


def _variants(name: str, *, last: int, keep: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the name with one inner character lost or doubled, and with two neighbours turned round; its last `last` stay whole."""
    end = len(name) - last
    for place in range(1, end):
        if name[place] not in keep:
            yield name[:place] + name[place + 1 :]
    yield from (name[: place + 1] + name[place:] for place in range(end))
    for place in range(len(name) - 1):
        if name[place] != name[place + 1] and name[place : place + 2] != "“”":
            yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]


@rule(
    "R-N1",
    "单位名称掉字、叠字、颠倒",
    level="warning",
    needs="context",
    source="前后一致",
    hits=(
        ("中共⟦云川县水务集有限公司⟧委员会\n2022年12月29日", about("2022", unit="云川县水务集团有限公司")),
        ("印发《⟦鹤街汀道⟧2026年任务清单》。", about("2026Q2", unit="鹤汀街道")),
        ("修订《⟦云昌人县民医院⟧实施细则》。", about("2023", unit="云昌县人民医院")),
        ("⟦滨河道槐荫社区⟧党委书记述职。", about("2023", unit="滨河街道槐荫社区")),
        ("修订《⟦桐溪溪镇⟧网络舆情处置办法》。", about("2024", unit="桐溪镇")),
        ("述职人：⟦临水党镇委⟧宣传委员", about("2024", unit="临水镇")),
        ("⟦鹤鸣道⟧党工委认真落实部署。", about("2024", unit="鹤鸣街道")),
        ("修订《⟦青街道⟧责任清单》。", about("2026", unit="青枫街道")),
        (
            "研判报告\n\n总体平稳。\n\n⟦中东浦街道⟧槐荫社区委员会\n2024年9月27日",
            about("2024Q3", unit="东浦街道槐荫社区"),
        ),
        ("⟦枫溪县一初级中学⟧公众号由专人管理。", about("2023", unit="枫溪县第一初级中学")),
    ),
    misses=(
        ("碧溪第二实验小学、碧溪县二小抓学习。", about("2025", unit="碧溪县第二实验小学")),
        ("桐溪党委、桐溪镇党委抓学习。", about("2025", unit="桐溪镇")),
        ("水务集团党委、水务公司抓学习。", about("2022", unit="云川县水务集团有限公司")),
        ("清泉街上的宣传栏，柳湾小区的居民。", about("2025Q2", unit="清泉街道柳湾社区")),
    ),
)
def garbled_unit(reading: Reading) -> Iterator[Hit]:
    whole = reading.known.unit
    whole = _PARTY.sub("", whole)
    names = {whole, _ENTERPRISE.sub("", whole), *unit_parts(whole)}
    names |= {part for name in list(names) if (part := re.sub("^.{2,3}?[省市县区](?=.{4})", "", name)) != name}
    names = {name for name in names if len(name) > 2}
    right = {*names, *reading.known.names, *reading.words.allowed}
    seen: set[tuple[int, int]] = set()
    for name in sorted(names, key=len, reverse=True):
        last = _LAST.search(name)
        kept = len(last[0]) if last and len(name) < 7 else 1
        for variant in dict.fromkeys(_variants(name, last=kept, keep=_ADMIN)):
            if len(variant) < 3 or variant in right or not reading.holds(variant):
                continue
            opens = "(?:^|(?<=[，。；：、《〈“（]))" if len(variant) < 4 else ""
            for one, match in reading.search(re.compile(opens + re.escape(variant)), kinds="all"):
                if (one.index, match.end()) not in seen and not _within(one, match, right):
                    seen.add((one.index, match.end()))
                    yield span(one, match, f"单位名称应为“{name}”，疑掉字、叠字或颠倒", suggestion=name)

    for one in reading.tree.paragraphs:
        if (
            one.kind in ("signature", "addressee")
            and one.text.startswith("中")
            and any(one.text.startswith(name, 1) for name in names)
        ):
            yield Hit(one, 0, 2, "“中”疑为“中共”掉字")
    for name in names:
        body = "党工委" if name.endswith("街道") else "党委"
        mixed = name[:-1] + body[0] + name[-1] + body[1:]  # 临水党镇委
        for one, match in reading.search(re.compile(re.escape(mixed)), kinds="all") if reading.holds(mixed) else ():
            yield span(one, match, f"“{mixed}”应为“{name}{body}”，次序颠倒", suggestion=name + body)
        if name.endswith("街道") and reading.holds(lost := name[:-2] + "道"):
            for one, match in reading.search(re.compile(re.escape(lost) + "(?=党工委|办事处|社区)"), kinds="all"):
                yield span(one, match, f"“{lost}”疑为“{name}”掉字", suggestion=name)


def _within(one: Paragraph, match: re.Match[str], right: set[str]) -> bool:
    """True where what was found is a piece of a name that stands there in full."""
    return any(
        one.text.find(name, max(match.start() - len(name), 0), match.end() + len(name)) >= 0
        and one.text.find(name, max(match.start() - len(name), 0), match.end() + len(name)) < match.end()
        for name in right
        if len(name) >= len(match[0])
    )


@rule(
    "R-N1",
    "机构名掉字、颠倒",
    level="warning",
    source="前后一致",
    hits=(
        "社区党委专题研究1次。\n⟦社党委⟧把学习作为首要任务。",
        "集团党委召开会议。\n⟦集党委⟧专题研究1次。",
        "责任科室：⟦党委公室⟧。",
        "责任科室：党委办公室。\n责任科室：⟦党办公室⟧。",
        "社区党委召开研判会。\n⟦社党区委⟧第四季度抓好工作。",
    ),
    misses=(
        "社区党委专题研究1次。\n合作社党委、报社党委参加。",
        "公司党委召开会议。\n党委办公室、党办、政办参加。",
        "园区党工委召开会议。\n园区党委、区党委参加。",
    ),
)
def garbled_body(reading: Reading) -> Iterator[Hit]:
    terms: Counter[str] = Counter()
    for _, match in reading.search(_TERM, kinds="all"):
        terms[match[0]] += 1
    worn = {variant: term for term in terms if len(term) > 3 for variant in _variants(term, last=1)}
    for variant in [one for one in worn if one in terms]:
        del worn[variant]
    standing = [variant for variant in worn if reading.holds(variant)]
    for one, match in reading.search(_OPENING, kinds="all") if standing else ():
        found = next((match[0][:size] for size in range(7, 2, -1) if match[0][:size] in worn), "")
        if found and not any(match[0].startswith(term) for term in terms if len(term) >= len(found)):
            message = f"“{found}”疑为“{worn[found]}”掉字或颠倒"
            yield Hit(one, match.start(), match.start() + len(found), message, suggestion=worn[found])
    for one, match in reading.search(_OFFICE, kinds="all"):
        if not any(one.text[: match.end()].endswith(variant) for variant in worn):
            right = f"{match[1]}办公室"
            yield span(one, match, f"“{match[0]}”疑为“{right}”掉字", suggestion=right)


_NAMED = re.compile(r"“([\u4e00-\u9fff]{3,14})”|《([^《》]{3,40})》")


@rule(
    "R-N1",
    "引号、书名号里的名称掉字、颠倒",
    level="warning",
    source="前后一致",
    hits=(
        "“荷塘夜话”召开座谈会6场，收集意见。\n⟦“荷塘话”⟧被评为优秀议事品牌。",
        "开展“板凳夜校”宣讲38场次，听众900人次。\n继续办好⟦“板凳校夜”⟧。",
        "审定《医院新媒体账号管理办法》，10月印发。\n依据⟦《医新院媒体账号管理办法》⟧备案。",
    ),
    misses=(
        "变“要我学”为“我要学”，开展“大走访”“大排查”。",
        "“荷塘夜话”召开座谈会6场。\n“荷塘夜话”被评为优秀议事品牌，“荷塘”很美。",
    ),
)
def garbled_names(reading: Reading) -> Iterator[Hit]:
    first: dict[str, tuple[Paragraph, re.Match[str]]] = {}
    counts: Counter[str] = Counter()
    for one, match in reading.search(_NAMED, kinds="all"):
        name = match[1] or match[2]
        counts[name] += 1
        first.setdefault(name, (one, match))
    known = {*reading.words.quoted, *reading.words.unbracketed, *reading.words.allowed}
    for name, here in first.items():
        for variant in dict.fromkeys(_all_variants(name)):
            there = first.get(variant)
            if there is None or variant in known or counts[variant] > counts[name] or not _apart(here, there):
                continue
            if len(variant) == len(name) and counts[variant] == counts[name] and not _likelier(reading, name, variant):
                continue
            one, match = there
            yield span(
                one,
                match,
                f"“{variant}”与别处的“{name}”只差一字，疑掉字或颠倒",
                suggestion=match[0].replace(variant, name),
            )


def _all_variants(name: str) -> Iterator[str]:
    if len(name) > 3:
        yield from (name[:place] + name[place + 1 :] for place in range(len(name)))
    for place in range(len(name) - 1):
        yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _apart(here: tuple[Paragraph, re.Match[str]], there: tuple[Paragraph, re.Match[str]]) -> bool:
    """True where the two do not stand side by side in one sentence."""
    if here[0] is not there[0]:
        return True
    (_, one), (_, other) = sorted((here, there), key=lambda found: found[1].start())
    return "。" in here[0].text[one.end() : other.start()]


def _likelier(reading: Reading, name: str, variant: str) -> bool:
    """True where the first is made of commoner words than the second, which has the same characters; earlier wins a draw."""
    lexicon = reading.words.lexicon
    if lexicon is None:
        return False

    def worth(text: str) -> float:
        return sum(log1p(lexicon.counts.get(text[at : at + 2], 0)) for at in range(len(text) - 1))

    return worth(name) > worth(variant) or worth(name) == worth(variant) and name < variant


_SERIAL = frozenset("一二三四五六七八九十上下大小老新内外男女东西南北前后中")


@rule(
    "R-N1",
    "书名号里的名称不一致",
    level="warning",
    source="前后一致",
    hits=(
        "审定《医院新媒体账号管理办法》，10月印发。\n依据⟦《医院新牒体账号管理办法》⟧备案。",
        "制定《舆情应急处置预案》，明确责任。\n修订⟦《舆情应急处理预案》⟧1次。",
    ),
    misses=(
        "制定《舆情应急处置预案》，明确责任。\n修订《舆情应急处置预案》1次。",
        "印发《上半年学习安排》。\n印发《下半年学习安排》。",
        "印发《意识形态工作考核办法》。\n印发《意识形态工作考核细则》。",
    ),
)
def unlike_titles(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    first: dict[str, tuple[Paragraph, re.Match[str]]] = {}
    for one, match in reading.search(re.compile(r"《([^《》]{4,40})》"), kinds="all"):
        first.setdefault(match[1], (one, match))
    gaps: dict[str, str] = {}
    for name, here in first.items():
        for place, char in enumerate(name):
            other = gaps.setdefault(f"{name[:place]} {name[place + 1 :]}", name)
            if other == name or not re.fullmatch("[\u4e00-\u9fff]{2}", char + other[place]):
                continue
            alike = lexicon is not None and other[place] in lexicon.alike.get(char, "")
            if {char, other[place]} & _SERIAL or not alike and len(name) < 8 or not _apart(first[other], here):
                continue
            wrong, right = (name, other) if reading.count(name) <= reading.count(other) else (other, name)
            one, match = first[wrong]
            yield span(one, match, f"《{wrong}》与别处的《{right}》只差一字，核对哪个写错", suggestion=f"《{right}》")

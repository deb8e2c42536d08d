"""Rules on quotes and brackets: pairing, direction, mispairing, nesting, straight and half-width forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.tree import Paragraph

_PAIRS = {"“": "”", "（": "）", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "「": "」", "[": "]", "(": ")"}
_CLOSERS = {"”": "“", "）": "（", "》": "《", "〉": "〈", "】": "【", "〕": "〔", "」": "「", "]": "[", ")": "("}
_MARKS = re.compile("[“”（）《》〈〉【】〔〕「」\\[\\]()]")
_SAME = {"(": "（", ")": "）"}
_ITEM_BRACKET = re.compile(r"(?:^|[。；，：、\s])[\da-zA-Z①-⑩]{1,3}$")
_CLAUSE_END = re.compile(r"[，。；！？]")
_REACH = 60  # characters a missing mark may be away
_SOURCE = "GB/T 15834—2011 4.8、4.9、4.15"


@rule(
    "R-Q1",
    "引号、括号、书名号不配对",
    level="error",
    source=_SOURCE,
    hits=(
        "依托⟦“柳湾之声⟧公众号推送信息48条。",
        "依托⟦柳湾之声”⟧公众号推送信息48条。",
        "落实⟦《实施办法⟧要求。",
        "学习⟦（每月1次⟧，参加30人次。",
        "增强⟦“四个意识⟧、坚定“四个自信”。",
        "落实实施办法⟦》⟧要求。",
        "（责任单位：⟦“办公室⟧）",
        "当日转办。⟦责任科室：宣传科；完成时限：全年）⟧",
    ),
    misses=(
        "依托“柳湾之声”公众号。",
        "要求“一是学。二是做。”并落实。",
        "1）抓学习；2）抓宣传。",
        "《关于转发〈办法〉的通知》",
        "（一）抓学习。",
        "“第一段引文。\n“第二段引文。”",
        "老支书说：“村里变化大。\n“我们要传下去。”",
        "办好“学习（每周1次）”栏目。",
    ),
)
def unpaired(reading: Reading) -> Iterator[Hit]:
    paragraphs = [one for one in reading.tree.paragraphs if one.kind != "scrap"]
    for position, one in enumerate(paragraphs):
        following = paragraphs[position + 1].text if position + 1 < len(paragraphs) else ""
        for kind, place in _faults(one.text):
            char = one.text[place]
            if kind == "open":
                spoken = place == 0 or _SPEAKS.search(one.text[:place])
                if char == "“" and spoken and following.startswith("“"):
                    continue
                if (
                    char == "“"
                    and one.text.endswith("”") is False
                    and following
                    and "”" in following
                    and "“" not in following[: following.index("”")]
                    and place == 0
                ):
                    continue
                end = _word_end(one.text, place)
                if char in "（(" and (stop := one.text.find("。", end)) >= 0:
                    end = stop + 1  # what stands in a bracket goes on to the end of the sentence
                elif one.text[end : end + 1] in _BEFORE_MARK:
                    end += 1  # the mark that is missing stands before it
                yield Hit(
                    one,
                    place,
                    end,
                    f"“{char}”没有配对的“{_PAIRS[char]}”".replace("““”", "前引号“").replace("“””", "后引号”"),
                )
            elif kind == "close":
                start = _word_start(one.text, place)
                if char == "）" and (note := _NOTE.search(one.text, 0, place)):
                    start = note.start()
                yield Hit(
                    one,
                    start,
                    place + 1,
                    f"“{char}”前面缺“{_CLOSERS[char]}”".replace("“””", "后引号”").replace("““”", "前引号“"),
                )


_SPEAKS = re.compile(r"(?:[：，]|说|道|讲|指出|强调)$")  # what a quotation over several paragraphs follows
_NOTE = re.compile(r"(?<=。)(?:责任|牵头|配合|完成)[^。（]*$")  # 责任单位：……；完成时限：……）
_BEFORE_MARK = frozenset("，。；、：！？")


def _faults(text: str) -> Iterator[tuple[str, int]]:
    """Yield ("open"|"close", place) of marks without their partner; reversed ones are R-Q2's and come as nothing."""
    stack: list[tuple[str, int]] = []
    held: Counter[str] = Counter()

    def pop() -> tuple[str, int]:
        held[stack[-1][0]] -= 1
        return stack.pop()

    turned = {place for place, _ in _turned(text)}
    for match in _MARKS.finditer(text):
        char, place = _SAME.get(match[0], match[0]), match.start()
        if place in turned:
            char = {"“": "”", "”": "“"}[char]
        if char in _PAIRS:
            if char == "“" and held["“"] and not _nested(text, place):
                while stack and stack[-1][0] != "“":
                    yield "open", pop()[1]
                yield "open", pop()[1]
            stack.append((char, place))
            held[char] += 1
        elif stack and stack[-1][0] == _CLOSERS[char]:
            pop()
        elif held[_CLOSERS[char]]:
            while stack[-1][0] != _CLOSERS[char]:
                yield "open", pop()[1]
            pop()
        elif not (char == "）" and (_ITEM_BRACKET.search(text[max(place - 5, 0) : place]) or _numbered(text, place))):
            yield "close", place
    yield from (("open", place) for _, place in stack)


def _numbered(text: str, place: int) -> bool:
    """True for 1）…… 2）……: items numbered with a closing bracket alone, two or more of them."""
    return text[place - 1 : place].isdigit() and len(re.findall(r"(?<![（(\d])\d{1,2}）", text)) > 1


def _nested(text: str, place: int) -> bool:
    """True where a second “ inside quotes is closed by a ” of its own: two closers before the next opener after it."""
    rest = re.sub(r"[^“”]", "", text[place + 1 : place + 150])
    return rest.startswith("””")


def _turned(text: str) -> Iterator[tuple[int, str]]:
    """Yield (place, right mark) of quotes that face the wrong way."""
    quotes = [(match.start(), match[0]) for match in re.finditer("[“”]", text)]
    if quotes and quotes[0][1] == "”" and not len(quotes) % 2 and _all_turned(text, quotes):
        yield from ((place, "“" if char == "”" else "”") for place, char in quotes)
        return
    opened = False
    for index, (place, char) in enumerate(quotes):
        after = text[place + 1 : place + 2]
        before = text[place - 1 : place]
        later = quotes[index + 1][1] if index + 1 < len(quotes) else ""
        if (
            char == "“"
            and opened
            and (not after or after in "，。；：、！？）》")
            and later != "”"
            or (
                char == "“"
                and opened
                and later in ("", "“")
                and (not after or after in "，。；：、！？）》的" or _short(text[quotes[index - 1][0] + 1 : place]))
            )
        ):
            yield place, "”"
            opened = False
        elif (
            char == "”"
            and not opened
            and later == "”"
            and (not before or before in "，。；：、（强定到实以把")
            and after
            and after not in "，。；：、"
        ):
            yield place, "“"
            opened = True
        else:
            opened = char == "“"


def _all_turned(text: str, quotes: Sequence[tuple[int, str]]) -> bool:
    """True where every pair of a paragraph faces the wrong way: 落实”三会一课“制度."""
    pairs = list(zip(quotes[::2], quotes[1::2], strict=True))
    return all(
        first == "”" and last == "“" and _short(text[start + 1 : end]) and not re.match("[、和与及]", text[start + 1 :])
        for (start, first), (end, last) in pairs
    )


def _short(inner: str) -> bool:
    """True for what one quotes: a few characters without a stop."""
    return 2 <= len(inner) <= 12 and not re.search(r"[，。；：]", inner)


def _word_end(text: str, place: int) -> int:
    """End the marked place with the clause: somewhere in it the partner is missing."""
    match = _CLAUSE_END.search(text, place + 1, place + _REACH)
    return match.start() if match and match.start() > place + 1 else min(place + _REACH, len(text))


def _word_start(text: str, place: int) -> int:
    near = text[max(place - _REACH, 0) : place]
    ends = [match.end() for match in _CLAUSE_END.finditer(near)]
    return place - len(near) + (ends[-1] if ends and ends[-1] < len(near) else 0)


@rule(
    "R-Q2",
    "引号方向反",
    level="error",
    source=_SOURCE,
    hits=(
        "增强“四个意识⟦“⟧，坚定信心。",
        "打造“书香石桥⟦“⟧品牌。",
        "坚定⟦”⟧四个自信”。",
        "各支部落实⟦”⟧三会一课⟦“⟧制度。",
    ),
    misses=("增强“四个意识”、坚定“四个自信”。",),
)
def reversed_quotes(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for place, right in _turned(one.text):
            yield Hit(one, place, place + 1, "引号方向反了", suggestion=right)


@rule(
    "R-Q2",
    "引号里再用双引号",
    level="warning",
    source="GB/T 15834—2011 4.8.3.3",
    hits=("要求“落实⟦“一岗双责”⟧制度”到位。",),
    misses=("要求“落实‘一岗双责’制度”到位。",),
)
def nested_quotes(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"“[^“”]*(“[^“”]{1,20}”)[^“”]*”")):
        if _nested(one.text, match.start(1)):
            yield span(one, match, "引号内再用引号，里层用单引号", group=1, suggestion=f"‘{match[1][1:-1]}’")


_CROSSED = re.compile(
    r"[\u4e00-\u9fff]{2,12}。[\u4e00-\u9fff，、\d]{3,24}"
)  # a sentence ends inside, and the quote doesn't


_SETS = ("四个意识", "四个自信", "两个维护", "两个确立")
_TOLD = re.compile(r"(?:[：，。；]|[说道称问答喊]|指出|强调|重申|表示|要求|提出|主题(?:是|为)?|口号|标语|一句|是|为)$")
_LONG = 26  # characters no name has


def _runs_over(text: str, match: re.Match[str]) -> bool:
    """True for a name in quotes that goes on over figures or a whole sentence: the mark after the name is missing."""
    inner, before = match[1], text[: match.start()]
    if len(inner) < _LONG or inner.count("，") < 2 or not before or _TOLD.search(before):
        return False
    return bool(re.search(r"\d", inner) or inner.endswith("。") and not re.match("[。，；、]", text[match.end() :]))


@rule(
    "R-Q3",
    "引号疑错配",
    level="warning",
    source=_SOURCE,
    hits=(
        "用好⟦“学习强国平台，每日推送。好媳妇”⟧评选1次。",
        "落实⟦“一岗双责，与32个科室签订责任书，办好医路清风”⟧专栏。",
        "履行⟦“一岗双责，定期到包联小区走访，把工作与物业服务一并推进”⟧。",
        "建立⟦“责任清单制度。各支部运用云课堂”⟧开展教育。",
        "把增强⟦“四个意识、坚定四个自信”⟧贯穿始终。",
        "配发⟦“口袋书，内容涵盖政策解读、办事流程，发放430册，居民称网格员为移动”⟧宣传站。",
    ),
    misses=(
        "会议重申：“一岗双责不是口号，而是担子，谁分管、谁负责，任何人不得推脱，全年不少于4次。”会后补签责任书。",
        "用好“学习强国”平台。",
        "做到“第一时间发现、第一时间报告、第一时间处置”。",
    ),
)
def mispaired(reading: Reading) -> Iterator[Hit]:
    heads = tuple(sorted(reading.words.quoted, key=len, reverse=True))
    for one, match in reading.search(re.compile(r"“([^“”]{8,})”")):
        inner = match[1]
        head = next((word for word in heads if inner.startswith(word)), inner)
        if re.search("[：:]$", one.text[: match.start()]) and inner.endswith("。"):
            continue  # somebody's words
        if len(inner) > len(head) + 6 and re.search(r"[，。；]", inner) and inner[len(head)] not in "，、。；：”":
            yield span(one, match, f"引号可能错配：“{head}”后疑缺后引号")
        elif (
            len(inner) > len(head) + 6
            and head != inner
            and (re.search(r"\d", inner) and inner.count("，") > 1 or re.match("，[^，]+，", inner[len(head) :]))
        ):
            yield span(one, match, f"引号可能错配：“{head}”后疑缺后引号")
        elif _CROSSED.fullmatch(inner) or _runs_over(one.text, match):
            yield span(one, match, "引号里有半句话，引号可能错配")
        elif len(inner) > len(head) + 2 and any(word in inner[len(head) :] for word in _SETS if head in _SETS):
            yield span(one, match, f"引号可能错配：“{head}”后疑缺后引号")


@rule(
    "R-Q4",
    "直引号、半角括号",
    level="warning",
    source="GB/T 15834—2011 5.1",
    hits=('落实⟦"⟧一岗双责⟦"⟧。', "⟦(⟧责任单位：办公室⟦)⟧", "⟦(⟧一⟦)⟧抓学习。"),
    misses=("使用App(iOS)版本。", "落实“一岗双责”。", "it's ok"),
)
def straight(reading: Reading) -> Iterator[Hit]:
    yield from capped(_straight(reading))


def _straight(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        quotes = [match.start() for match in re.finditer(r'"', one.text) if _beside_han(one.text, match.start())]
        for count, place in enumerate(quotes):
            right = "“”"[count % 2] if len(quotes) % 2 == 0 else None
            yield Hit(one, place, place + 1, "中文里用弯引号“ ”", suggestion=right)
        for match in re.finditer(r"(?<=[\u4e00-\u9fff])'|'(?=[\u4e00-\u9fff])", one.text):
            yield span(one, match, "中文里用弯引号‘ ’")
        for match in re.finditer(r"\(([^()（）]*)\)|[()]", one.text):
            inner = match[0] if len(match[0]) > 1 else one.text[max(match.start() - 1, 0) : match.end() + 1]
            if not re.search(r"[\u4e00-\u9fff]", inner) and not re.fullmatch(r"\(\d{1,2}\)", match[0]):
                continue
            if re.search("[A-Za-z]$", one.text[: match.start()]) and not re.search(r"[\u4e00-\u9fff]", match[0][1:]):
                continue  # 型号T(20)
            if match[0] == ")" and re.search(r"[①-⑳\d]$", one.text[: match.start()]):
                continue  # ①)、1): items numbered with a closing bracket alone
            yield Hit(
                one,
                match.start(),
                match.start() + 1,
                "中文里用全角括号",
                suggestion="（" if match[0][0] == "(" else "）",
            )
            if len(match[0]) > 1:
                yield Hit(one, match.end() - 1, match.end(), "中文里用全角括号", suggestion="）")


def _beside_han(text: str, place: int) -> bool:
    return bool(
        re.search(r"[\u4e00-\u9fff，。；：、（）]", text[max(place - 1, 0) : place] + text[place + 1 : place + 2])
    )


def capped(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Merge a fault that runs through the whole text: six or more are one warning, the others info with their corrections."""
    found = list(hits)
    for count, one in enumerate(found):
        if len(found) > 6:
            message = f"{one.message}（全文共{len(found)}处）" if count == 0 else one.message
            yield Hit(
                one.paragraph, one.start, one.end, message, None if count == 0 else "info", one.suggestion, one.until
            )
        else:
            yield one


@rule(
    "R-B1",
    "书名号里再用书名号",
    level="warning",
    source="GB/T 15834—2011 4.15.3.4",
    hits=("落实《关于转发⟦《网站管理办法》⟧的通知》要求。",),
    misses=("落实《关于转发〈网站管理办法〉的通知》要求。", "学习《条例》《准则》。"),
)
def nested_titles(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(re.compile(r"《[^《》]*(《[^《》]*》)[^《》]*》"), kinds="all"):
        yield span(one, match, "书名号内再用书名号，里层用单书名号", group=1, suggestion=f"〈{match[1][1:-1]}〉")


def quoted_spans(one: Paragraph) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"“[^“”]*”", one.text)]

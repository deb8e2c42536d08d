"""Rules on set phrases, names of documents and forms of address: cut short, one character off, doubled. No view on content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_FOR = "为指导|的指导下|引领|铸魂|武装|主题教育|学习|进课堂|精神"
_NAMES = (
    (re.compile(r"思想理论体系(?<!特色社会主义思想理论体系)|社会主义思想理论体系"), "名称套叠"),
    (re.compile(r"以(?:总)?书记新时代|(?<!总)书记新时代中国特色|以习近平总书记新时代"), "名称有误"),
    (re.compile(rf"新时代中国特色社会主义(?={_FOR})"), "掉“思想”"),
    (re.compile(r"习近平新时代中国特色社会主义(?!思想|经济思想)"), "掉“思想”"),
    (re.compile(r"责任责任制|工作工作|意识形态意识形态|责任制制|情况情况"), "叠字"),
    (
        re.compile(r"习近平(?!新时代中国特色社会主义(?:经济|文化)?思想)[新时代中国特色社会主义的]{3,20}思想"),
        "名称掉字",
    ),
)


def _clipped(word: str) -> set[str]:
    """Return a set phrase of four characters without one of its inner ones."""
    return {word[:place] + word[place + 1 :] for place in range(1, len(word) - 1)} if len(word) == 4 else set()


_LEADER = re.compile(
    r"(?<!学)习近(?!平)|习平总书记|(?<!习)近平(?:总书记|新时代|同志)|习近平平|(?<!学)习习近平|总书记总书记|习近平总书(?!记)|习近平总记|习进平|习近乎|习近评|刁近平|习近平书记|习总近平|习近平总书记书记|近平近平|总总书记|习近平主席总书记"
    r"|(?<!学)学习近平(?=总书记|新时代|同志|文化|法治|生态|经济|外交|强军|关于)|习近平记(?!者|录)|习近平总(?!书|体|结)|习[ \u3000]+近|近[ \u3000]+平|平[ \u3000]+(?:总|新)|总[ \u3000]+书记"
)


_RUN_BEFORE = re.compile(r"[一-龥]{1,8}\Z")
_NUMERALS = frozenset("一二两三四五六七八九十")
_RARE = 3.0  # logarithm of the count of what is hardly a word
_SHORT = 3  # characters that may as well be the end of one word and another: 铭|记使命


@rule(
    "R-S1",
    "固定提法截断",
    level="warning",
    source="forms/words/截断.yaml",
    hits=("把责任⟦扛在肩⟧、抓在手上。", "做到⟦守土尽⟧职。", "推动理论⟦入脑入⟧行。", "落实⟦三会一⟧制度。"),
    misses=(
        "推行“三审三签”：一审看内容。",
        "把责任扛在肩上、抓在手上。",
        "做到守土尽责。",
        "推动理论入脑入心。",
        "落实三会一课制度。",
    ),
)
def cut_short(reading: Reading) -> Iterator[Hit]:
    for entry, pattern in reading.words.compiled_cuts:
        for one, match in reading.search(pattern, view="bare"):
            inside = one.text[match.end() : match.end() + 6].partition("”")
            coined = match[0][-1] in "一二三四五六七八九十" and one.text[match.start() - 1 : match.start()] == "“"
            if coined and inside[0] and inside[1] and "“" not in inside[0]:
                continue  # a longer name of the unit's own, in quotes
            if not any(word in one.text[max(match.start() - 8, 0) : match.end() + 8] for word in entry.unless):
                yield span(
                    one, match, f"固定提法不全：“{entry.right}”" if entry.right else f"固定提法不全：{entry.reason}"
                )


@rule(
    "R-S1",
    "固定的说法掉首尾",
    level="warning",
    source="forms/words/固定语.yaml",
    hits=(
        "把任务⟦落到实⟧、抓出成效。",
        "打通“⟦最后一公⟧”。",
        "让文明新风⟦润物细无⟧地走进农家。",
        "让文明新风⟦物细无声⟧。",
        "做到⟦失职追⟧。",
    ),
    misses=(
        "把任务落到实处、抓出成效。",
        "打通“最后一公里”。",
        "把责任落实到“最后一米”。",
        "铭记使命，真正创新。",
        "把任务落实到村、到户。",
        "层层抓，一级带一级。",
    ),
)
def set_phrase_ends(reading: Reading) -> Iterator[Hit]:
    """A set phrase without its last character before a point or a particle, or without its first where a word begins."""
    words, lexicon = reading.words, reading.words.lexicon
    for one, match in reading.search(words.cut_tails, view="bare"):
        right = words.set_tails[match[0]]
        if one.text[match.end() : match.end() + 1] != right[-1]:
            yield span(one, match, f"固定的说法不全：“{right}”", suggestion=right)
    for one, match in reading.search(words.cut_heads, view="bare"):
        right, start = words.set_heads[match[0]], match.start()
        if one.bare[start - 1 : start] == right[0] or lexicon is None:
            continue
        run = _RUN_BEFORE.search(one.bare, 0, start)
        before = run[0] if run else ""
        if len(match[0]) > _SHORT or not before or len(before) in lexicon.divide(before + match[0])[0]:
            yield span(one, match, f"固定的说法不全：“{right}”", suggestion=right)


@rule(
    "R-S2",
    "引号内固定提法差一字",
    level="error",
    source="forms/words/引号用语.yaml",
    hits=(
        "做到“⟦两维护⟧”。",
        "增强“⟦四个意志⟧”。",
        "做到“⟦两个维互⟧”。",
        "落实“⟦一岗双则⟧”。",
        "坚定“⟦四个自心⟧”。",
        "做到“⟦三个维护⟧”。",
    ),
    misses=(
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
        "做到“三个亲自”。",
        "办好“红枫夜话”。",
        "落实“四个第一时间”。",
    ),
)
def quoted_phrases(reading: Reading) -> Iterator[Hit]:
    known = reading.words.quoted
    exact = {*known, *reading.words.allowed}
    by_length: dict[int, list[str]] = {}
    for word in known:
        by_length.setdefault(len(word), []).append(word)
    alike = reading.words.alike
    strict = ("四个意识", "四个自信", "两个维护", "两个确立")
    for one, match in reading.search(re.compile(r"“([\u4e00-\u9fff]{3,10})”"), view="bare", kinds="all"):
        inner = match[1]
        if inner in exact:
            continue
        whole = next((word for word in by_length.get(len(inner) + 1, ()) if inner in _clipped(word)), None)
        explained = re.match(
            "[，：]?(?:即|就是|：)", one.text[match.end() :]
        )  # a saying of the unit's own, told at once
        if explained:
            continue
        if whole:
            yield span(one, match, f"“{inner}”应为“{whole}”，掉字", group=1, suggestion=whole)
            continue
        for word in by_length.get(len(inner), ()):
            wrong = [index for index in range(len(word)) if word[index] != inner[index]]
            if len(wrong) != 1:
                continue
            place = wrong[0]
            if (
                inner[place] in alike.get(word[place], ())
                or _no_word(reading, inner, place)
                or word in strict
                and (place >= 2 or inner[2:] in ("自信", "维护", "确立"))
            ):
                if one.text[match.end() : match.end() + 1] == "：" and inner[0] in "一二两三四五六七八九十":
                    break  # a count of the unit's own, spelt out: “四个自己”：年度计划自己定……
                yield span(one, match, f"“{inner}”应为“{word}”", group=1, suggestion=word)
                break


_WRONG_VERB = re.compile(
    r"(?:坚决)?做到“两个确立”|(?:深刻)?(?:领悟|拥护)“两个维护”|坚定“四个意识”|做到“四个(?:意识|自信)”|增强“两个维护”"
)


@rule(
    "R-S2",
    "固定提法的动词与次序",
    level="info",
    hits=(
        "增强“四个意识”、⟦坚定“四个意识”⟧、做到“两个维护”。",
        "⟦坚定“四个意识”⟧。",
        "⟦做到“两个确立”⟧。",
        "深刻⟦领悟“两个维护”⟧的决定性意义。",
        "做到“两个维护”、增强⟦“四个意识”⟧、坚定“四个自信”。",
    ),
    misses=("增强“四个意识”、坚定“四个自信”、做到“两个维护”。", "树牢“四个意识”。"),
)
def verbs(reading: Reading) -> Iterator[Hit]:
    table = {
        "四个意识": "增强|树牢|牢固树立|强化|树立",
        "四个自信": "坚定|增强",
        "两个维护": "做到|践行|落实|坚决做到",
        "两个确立": "领悟|拥护|捍卫|把握|衷心拥护",
    }
    for one, match in reading.search(re.compile(r"([\u4e00-\u9fff]{2})“(四个意识|四个自信|两个维护)”")):
        if not match[1].endswith(tuple(table[match[2]].split("|"))) and match[1] in ("坚定", "做到", "增强", "拥护"):
            yield span(one, match, f"“{match[2]}”通常搭配：{table[match[2]].replace('|', '、')}")
    for one, match in reading.search(_WRONG_VERB):
        yield span(one, match, f"“{match[0]}”：动词与提法不配，核对", level="warning")
    for one, match in reading.search(
        re.compile(r"(“(?:四个意识|四个自信|两个维护|两个确立)”)[^。；]{0,12}?((?:增强|坚定|做到|树牢|领悟)\1)")
    ):
        yield span(one, match, f"一句里两次写{match[1]}，核对第二处", group=2, level="warning")
    for one, match in reading.search(re.compile(r"“两个维护”[^。]{0,12}(“四个意识”)")):
        yield span(one, match, "次序通常为“四个意识”“四个自信”“两个维护”", group=1)


@rule(
    "R-S3",
    "名称套叠、掉字",
    level="error",
    hits=(
        "以⟦习近平新时代中国特色社会主义⟧为指导。",
        "以⟦习近平新时代中国特色社会思想⟧为指导。",
        "落实意识形态工作⟦责任责任制⟧。",
        "学习⟦书记新时代中国特色⟧社会主义思想。",
    ),
    misses=(
        "以习近平新时代中国特色社会主义思想为指导。",
        "落实意识形态工作责任制。",
        "坚持和发展新时代中国特色社会主义。",
    ),
)
def names(reading: Reading) -> Iterator[Hit]:
    for pattern, why in _NAMES:
        for one, match in reading.search(pattern, view="text", kinds="all"):
            if why == "掉“思想”":  # what is missing stands between this and the next character
                end = min(match.end() + 1, len(one.text))
                mended = f"{match[0]}思想{one.text[match.end() : end]}"
                yield Hit(one, match.start(), end, f"“{match[0]}”：{why}", suggestion=mended)
            else:
                yield span(one, match, f"“{match[0]}”：{why}")


@rule(
    "R-S6",
    "领导人称谓",
    level="error",
    hits=(
        "学习⟦习近⟧新时代思想。",
        "党委⟦学习近平⟧总书记重要论述。",
        "重温习近⟦平 总⟧书记重要论述。",
        "深入学习⟦习平总书记⟧重要讲话精神。",
        "学习习近平⟦总书记总书记⟧重要讲话。",
        "学习⟦习近平总书⟧重要讲话。",
    ),
    misses=("学习习近平总书记重要讲话精神。", "习近平同志", "参加学习近450人次，学习近年来的案例。"),
)
def leaders(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_LEADER, kinds="all"):
        yield span(one, match, "领导人姓名、称谓处有多字、少字或错字，请人工复核")


_BRACKETED = re.compile("（(?!试行|暂行|修订|修正|草案|征求意见)[^（）]{1,6}）")


@rule(
    "R-S4",
    "文件、会议名称",
    level="warning",
    source="forms/words/文件名.yaml",
    hits=(
        "落实⟦《党委（党组）意识形态责任制实施办法》⟧。",
        "学习⟦《中国共产党宣传条例》⟧。",
        "落实⟦《党委意识形态工作责任制实施办法》⟧。",
        "学习《⟦中国共产党纪律处份条例》⟧。",
        "学习⟦《党委（党组）网络意识形态工作责任制实施办法》⟧。",
    ),
    misses=(
        "落实《党委（党组）意识形态工作责任制实施办法》。",
        "学习《中国共产党宣传工作条例》。",
        "落实《清河镇意识形态工作责任制实施细则》。",
    ),
)
def documents(reading: Reading) -> Iterator[Hit]:
    files = reading.words.files
    exact = {_flat(name) for name in files} | set(reading.words.allowed)
    for one, match in reading.search(re.compile(r"《([^《》]{5,60})》"), kinds="all"):
        said = _flat(match[1])
        if said in exact:
            continue
        if whole := next((name for name in files if _BRACKETED.sub("", name) == match[1] != name), None):
            yield span(one, match, f"文件名称疑为《{whole}》", suggestion=f"《{whole}》")
            continue
        near = [name for name in files if 0 < _distance(said, _flat(name)) <= _differs(name)]
        best = min(
            near, key=lambda name: (_distance(said, _flat(name)), abs(len(_flat(name)) - len(said))), default=None
        )
        if best:
            yield span(one, match, f"文件名称疑为《{best}》", suggestion=f"《{best}》")


def _no_word(reading: Reading, inner: str, place: int) -> bool:
    """True where a character of a quoted phrase makes no word with either neighbour: 三个务心."""
    lexicon = reading.words.lexicon
    if lexicon is None or len(inner) < _SHORT + 1 or inner[place] in _NUMERALS:
        return False
    beside = (inner[at : at + 2] for at in (place - 1, place) if at >= 0 and at + 2 <= len(inner))
    return all(lexicon.counts.get(word, 0.0) < _RARE for word in beside)


def _differs(name: str) -> int:
    """How many characters a name may be from the right one: laws of the state have most of theirs in common."""
    return 1 if len(name) <= 8 or name.startswith("中华人民共和国") else 2


def _flat(name: str) -> str:
    return re.sub(r"[（(](?:试行|修订|暂行)[）)]|\s", "", name).replace("(", "（").replace(")", "）")


def _distance(one: str, other: str) -> int:
    """Return the edit distance, or 9 where it is plainly more than two."""
    if abs(len(one) - len(other)) > 2 or one[:2] != other[:2] and one[-3:] != other[-3:]:
        return 9
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


_OWN_RULES = re.compile(
    r"(?:学习|贯彻|落实|根据|按照|依据|对照|执行|遵守|印发|传达|修订|制定)(?:了|好|落实|执行)?"
    r"((?:党委（党组）|党委|党组)?(?:网络)?意识形态工作责任制实施(?:办法|细则)|(?:中国共产党|党委（党组）)[\u4e00-\u9fff]{4,20}(?:条例|规则|准则|办法|细则))"
)


@rule(
    "R-B2",
    "文件名漏书名号",
    level="warning",
    source="GB/T 15834—2011 4.15",
    hits=(
        "学习贯彻⟦中国共产党宣传工作条例⟧。",
        "认真学习⟦党委意识形态工作责任制实施办法⟧，抓好落实。",
        "落实⟦关于加强网络意识形态工作的实施意见⟧要求。",
        "遵守⟦中华人民共和国网络安全法⟧。",
    ),
    misses=(
        "学习《中国共产党宣传工作条例》。",
        "制定年度学习计划。",
        "签订意识形态工作责任书。",
        "提出关于加强管理的意见建议。",
        "征求对工作的意见。",
    ),
)
def unbracketed(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        if one.kind != "body":
            continue
        for name in reading.words.files:
            position = one.bare.find(name)
            if position >= 0 and len(name) >= 7:
                yield Hit(one, position, position + len(name), "文件名用书名号", suggestion=f"《{name}》")
        for match in _OWN_RULES.finditer(one.bare):
            yield Hit(one, match.start(1), match.end(1), "文件名用书名号", suggestion=f"《{match[1]}》")
        for match in re.finditer(
            r"(?<=[落彻据照习行发])(?:实|学)?(关于[^，。；、《》“”的]{3,30}的(?:通知|实施意见|实施方案|实施办法|工作方案|若干意见|决定|指导意见))",
            one.bare,
        ):
            if not re.match(r"建议", one.text[match.end() :]):
                yield Hit(one, match.start(1), match.end(1), "文件名用书名号", suggestion=f"《{match[1]}》")
        for match in re.finditer(
            r"中华人民共和国[\u4e00-\u9fff]{1,12}?法(?![规制律院治庭])|中国共产党[\u4e00-\u9fff]{2,14}?(?:条例|准则|规则)",
            one.bare,
        ):
            if not any(name == match[0] for name in reading.words.files):
                yield span(one, match, "法规名用书名号", suggestion=f"《{match[0]}》")


@rule(
    "R-S5",
    "固定搭配次序",
    level="info",
    hits=("推动理论⟦往深里走、往实里走、往心里走⟧。",),
    misses=("推动理论往深里走、往心里走、往实里走。",),
)
def order_of_set(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"往深里走[、，]?往实里走[、，]?往心里走|往心里走[、，]?往深里走|落细落小落实|落小落细落实|落小落实落细|树立三观|庆祝[^，。；]{2,14}精神"
        )
    ):
        yield span(one, match, f"“{match[0]}”：通行次序或搭配不同，请核")


@rule(
    "R-O1",
    "级次次序",
    level="info",
    hits=(
        "学习⟦全市、全省⟧会议精神。",
        "传达⟦市委、省委⟧部署。",
        "在⟦政府、党委⟧领导下。",
        "⟦镇政府、镇党委⟧高度重视。",
    ),
    misses=("学习全国、全省、全市会议精神。", "传达省委、市委部署。", "在党委、政府领导下。"),
)
def ranks(reading: Reading) -> Iterator[Hit]:
    order = ("中央", "省委", "市委", "县委", "镇党委")
    wide = ("全国", "全省", "全市", "全县", "全镇")
    for group in (order, wide):
        names = "|".join(group)
        for one, match in reading.search(re.compile(rf"({names})[、和]({names})")):
            if group.index(match[1]) > group.index(match[2]):
                yield span(one, match, f"次序宜为“{match[2]}、{match[1]}”")
    for one, match in reading.search(
        re.compile(r"(?:(?<![县区市省镇乡])|[县区市省镇乡])政府、(?:[县区市省镇乡])?党委")
    ):
        yield span(one, match, "次序宜为“党委、政府”")

"""Rules on wrong characters and words: the list, near misses of fixed phrases, single characters misread, machine swaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.paragraphs import Paragraph, couples
from lib.core.proofreading.registry import Hit, Reading, rule, span

_CLIPPED = 2.0  # nats a phrase must gain by the character it lacks
_LIKELIER = 6.0  # nats a derived entry must gain where it stands
_IDIOM = 4  # characters of a wrong word that is wrong in a title too
_AT_HOME = 0.5  # the same where the right word has company there
_OFTEN = 3  # a text that has it so often means it
_MISREAD = (
    (
        re.compile(
            r"[狠恨](党委|政府|干部|村|社区)|(?<!也)很(党委|政府|干部|村(?!土|味|气)|社区)|(?<!网)红市(?![场集民区])"
        ),
        "疑单字误识",
    ),
    (re.compile(r"党?支部记(?!录|载|者|得|账|入|名)|总书己|付书记|书纪(?![律检委])"), "疑单字误识"),
    (re.compile(r"意识形(?!态)|意识态|意形态|意态工作|识形态工作(?<!意识形态工作)"), "“意识形态”掉字"),
    (re.compile(r"(?<=\d)[万余多]{0,2}入(?=[，。；、次]|参)"), "“人”误作“入”"),
    (
        re.compile(r"第(?=责任人|书记|议题|季度|时间[，。、发处赶到报掌上]|党支部)(?<![一二三四五六七八九十几两]第)"),
        "“第”后掉字",
    ),
    (re.compile(r"不少(?=\d)|不低(?=\d)|不高(?=\d)"), "后面掉“于”"),
    (re.compile(r"(?<=情况)(?:报|告|汇|汇报告)如下"), "“报告如下”掉字"),
    (re.compile(r"主题责任(?=清单|制|人|落实|意识|书|[，。、；）”])"), "应为“主体责任”"),
    (
        re.compile(r"(?<=[供的了强、，。])论支持|思想政治(?:作|工)(?!作|风|人)|理论学中心组|习中心组(?<!学习中心组)"),
        "疑掉字",
    ),
)


@rule(
    "R-W1",
    "错别字",
    level="error",
    source="forms/words/错词.yaml",
    hits=(
        "悬挂⟦横福⟧8条。",
        "及时⟦布署⟧工作。",
        "建立工作⟦台帐⟧。",
        "⟦按排⟧专人负责。",
        "推动移风易俗⟦，⟦弘杨⟧⟧正气。",
        "传递⟦正能星⟧。",
        "⟦宽彻⟧落实。",
    ),
    misses=("悬挂横幅8条。", "及时部署工作。", "按排名先后", "群众反映情况良好。", "《法制日报》刊发稿件。"),
)
def wrong_words(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        inside = (
            (position, entry)
            for position, entry in reading.words.wrong_words(one.text, couples(one.text) if "《" in one.text else ())
            if len(entry.wrong) >= _IDIOM and one.bare[position] != one.text[position]
        )
        for position, entry in (*reading.words.wrong_words(one.bare, one.couples), *inside):
            end = position + len(entry.wrong)
            if entry.level == "warning" and entry.right and not _likely(reading, one, position, end, entry.right):
                continue  # two right words that only stand beside each other: 组建|疫情
            yield Hit(
                one,
                position,
                position + len(entry.wrong),
                f"“{entry.wrong}”应为“{entry.right}”（{entry.reason}）"
                if entry.right
                else f"“{entry.wrong}”：{entry.reason}",
                level=entry.level,
                suggestion=entry.right if entry.right and "/" not in entry.right else None,
            )


def _likely(reading: Reading, one: Paragraph, start: int, end: int, right: str) -> bool:
    """True where a derived entry's right word fits far better than what stands there."""
    lexicon, found = reading.words.lexicon, one.text[start:end]
    if lexicon is None:
        return True
    gain = lexicon.better(one.text, start, end, right)
    if gain < _AT_HOME or found in reading.known.unit or reading.count(found) >= _OFTEN:
        return False
    company = reading.words.company
    return gain >= _LIKELIER or company.support(one.text, start, end, right) > company.support(
        one.text, start, end, found
    )


def _divides(reading: Reading, text: str, start: int, phrase: str) -> bool:
    """True where the character that differs belongs to a word begun before, or going on: 管住|阵地."""
    known = reading.words.lexicon.counts if reading.words.lexicon else {}
    end = start + len(phrase)
    if text[start] != phrase[0]:
        return text[start - 1 : start + 1] in known and text[start + 1 : end] in known
    if text[end - 1] != phrase[-1]:
        return text[end - 1 : end + 1] in known and text[start : end - 1] in known
    return False


@rule(
    "R-W1",
    "固定词语里的同音、形近字",
    level="error",
    source="forms/words/固定词语.yaml",
    hits=(
        "落实意识形态工作⟦责认制⟧。",
        "召开⟦分析研叛⟧会。",
        "压实⟦主题责任⟧。",
        "开展⟦主提党日⟧活动。",
        "加强⟦阵地管里⟧。",
        "⟦意识形太⟧工作平稳。",
    ),
    misses=(
        "落实意识形态工作责任制，召开分析研判会，压实主体责任，开展主题党日活动。",
        "分析研究工作。",
        "防范邪教组织活动。",
        "主体责任与监督责任。",
        "坚持管住阵地，把责任分到人头。",
    ),
)
def near_misses(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    for one in reading.tree.paragraphs:
        for position, phrase in reading.words.near_phrases(one.bare, one.couples):
            end = position + len(phrase)
            found = one.text[position:end]
            worse = lexicon is not None and lexicon.better(one.bare, position, end, phrase) < 0
            if found not in reading.words.allowed and not worse and not _divides(reading, one.bare, position, phrase):
                yield Hit(one, position, position + len(phrase), f"“{found}”应为“{phrase}”", suggestion=phrase)


@rule(
    "R-W2",
    "固定词语掉字",
    level="warning",
    source="forms/words/固定词语.yaml",
    hits=("履行⟦第一责人⟧职责。", "落实⟦意识形态工作责制⟧。", "建好⟦新时代文实践⟧站。"),
    misses=("履行第一责任人职责。", "建好新时代文明实践站。", "加强基层组织建设。"),
)
def clipped(reading: Reading) -> Iterator[Hit]:
    lexicon, forms = reading.words.lexicon, reading.words.clipped
    for one in reading.tree.paragraphs if lexicon is not None else ():
        text = one.bare
        for place in [place for place, pair in enumerate(one.couples) if pair in forms]:
            for form, phrase in forms[one.couples[place]]:
                if text.startswith(form, place) and lexicon.better(text, place, place + len(form), phrase) >= _CLIPPED:
                    message = f"“{form}”疑为“{phrase}”掉字"
                    yield Hit(one, place, place + len(form), message, suggestion=phrase)
                    break


@rule(
    "R-W2",
    "单字误识、掉字",
    level="error",
    hits=(
        "抓好⟦意识形⟧工作。",
        "⟦狠党委⟧高度重视。",
        "全镇⟦很村⟧干部参加了培训。",
        "深入⟦红市⟧开展宣讲。",
        "村⟦支部记⟧带头。",
        "压实⟦主题责任⟧人。",
        "提供⟦论支持⟧。",
        "参加活动3200⟦余入⟧。",
        "⟦意态工作⟧报告",
        "履行⟦第⟧责任人职责。",
        "全年研究⟦不少⟧4次。",
        "现将有关情况⟦报如下⟧。",
    ),
    misses=(
        "抓好意识形态工作。",
        "支部记录完整。",
        "主题责任田",
        "提供理论支持。",
        "很多社区参加。",
        "结论支持",
        "营造良好的舆论支持氛围。",
        "履行第一责任人职责。",
    ),
)
def misread(reading: Reading) -> Iterator[Hit]:
    for pattern, why in _MISREAD:
        for one, match in reading.search(pattern, view="bare", kinds="all"):
            fixed = (
                "主体责任"
                if match[0] == "主题责任"
                else "意识形态"
                if match[0] in ("意识形", "意识态", "意形态")
                else None
            )
            yield span(one, match, f"“{match[0]}”：{why}", suggestion=fixed)


@rule(
    "R-W3",
    "机器换词、搭配",
    level="warning",
    source="forms/words/搭配.yaml",
    hits=("推进精神⟦礼貌建设⟧。", "⟦用心开展⟧活动。"),
    misses=("推进精神文明建设。", "积极开展活动。"),
)
def swapped(reading: Reading) -> Iterator[Hit]:
    yield from _patterns(reading, "")


@rule(
    "R-W3",
    "固定说法被换词",
    level="warning",
    source="forms/words/机器换词.yaml",
    hits=("宣传社会主义⟦焦点价值观⟧。", "发挥党员⟦前锋模范⟧作用。", "召开⟦民主糊口会⟧1次。"),
    misses=("宣传社会主义核心价值观。", "发挥党员先锋模范作用。", "召开民主生活会1次。"),
)
def spun(reading: Reading) -> Iterator[Hit]:
    """A set expression with one of its words exchanged for another of like meaning, as spinning tools do."""
    for wrong, right, reason in reading.words.swapped:
        if reading.holds(wrong):
            for one, match in reading.search(re.compile(re.escape(wrong)), kinds="all"):
                yield span(one, match, f"“{wrong}”应为“{right}”（{reason}）", suggestion=right)


@rule(
    "R-G2",
    "句式杂糅",
    level="warning",
    source="forms/words/搭配.yaml",
    hits=(
        "⟦原因是由于⟧重视不够。",
        "⟦防止类似问题不再发生⟧。",
        "⟦提高工作能力不够强⟧。",
        "⟦加强对网络舆情进行⟧监测。",
        "开展⟦“学习雷锋”为主题的⟧活动。",
    ),
    misses=(
        "原因是重视不够。",
        "防止类似问题发生。",
        "加强对网络舆情的监测。",
        "开展以“学习雷锋”为主题的活动。",
        "提高工作能力，本领不够强的补课。",
    ),
)
def mixed(reading: Reading) -> Iterator[Hit]:
    yield from _patterns(reading, "R-G2")


@rule(
    "R-W2",
    "常见句式掉字",
    level="warning",
    source="forms/words/搭配.yaml",
    hits=(
        "⟦截⟧6月20日，共发布信息37条。",
        "⟦在镇党委的坚强领导⟧，学校总体平稳。",
        "对工作的重视程度⟦不⟧，存在倾向。",
        "⟦由⟧村干部年龄偏大，不熟悉短视频。",
        "⟦以新制度施行契机⟧，组织学习。",
        "至今⟦尚⟧更换。",
        "⟦针⟧上述问题，逐条整改。",
    ),
    misses=(
        "截至6月20日，共发布信息37条。",
        "在镇党委的坚强领导下，学校总体平稳。",
        "由村干部入户发放，覆盖面不断扩大。",
        "培育文明新风尚，建立制度。",
        "按要求整改，按上级部署落实。",
    ),
)
def common_gaps(reading: Reading) -> Iterator[Hit]:
    yield from _patterns(reading, "R-W2")


def _patterns(reading: Reading, rule_id: str) -> Iterator[Hit]:
    """Run the patterns of one rule; those without a rule of their own are R-W3's."""
    for entry, pattern, word in reading.words.compiled:
        if entry.rule != rule_id or word and not reading.holds(word):
            continue
        for one, match in reading.search(pattern, view="bare"):
            certain = match.expand(entry.right) if entry.right and entry.level != "info" else None
            if not any(word in one.text[max(match.start() - 6, 0) : match.end() + 6] for word in entry.unless):
                hit = span(one, match, f"“{match[0]}”：{entry.reason}", suggestion=certain, level=entry.level)
                yield hit

"""Rules on wrong characters and words: the list, near misses of fixed phrases, single characters misread, machine swaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_LIKELIER = 1.0  # nats a derived entry must gain where it stands
_MISREAD = (
    (re.compile(r"[狠恨](党委|政府|干部|村|社区)|(?<!也)很(党委|政府|干部|村委|社区)"), "疑单字误识"),
    (re.compile(r"党?支部记(?!录|载|者|得|账|入|名)|总书己|付书记|书纪(?![律检委])"), "疑单字误识"),
    (re.compile(r"意识形(?!态)|意识态|意形态|意态工作|识形态工作(?<!意识形态工作)"), "“意识形态”掉字"),
    (re.compile(r"(?<=\d)[万余多]{0,2}入(?=[，。；、次]|参)"), "“人”误作“入”"),
    (
        re.compile(r"第(?=责任人|书记|议题|季度|时间[，。、发处赶到报掌上]|党支部)(?<![一二三四五六七八九十几两]第)"),
        "“第”后掉字",
    ),
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
    lexicon = reading.words.lexicon
    for one in reading.tree.paragraphs:
        for position, entry in reading.words.wrong_words(one.bare):
            end = position + len(entry.wrong)
            derived = entry.level == "warning" and lexicon is not None and entry.right
            if derived and lexicon.better(one.bare, position, end, entry.right) < _LIKELIER:
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
        "主体责任与监督责任。",
    ),
)
def near_misses(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for position, phrase in reading.words.near_phrases(one.bare):
            found = one.text[position : position + len(phrase)]
            if found not in reading.words.allowed:
                yield Hit(one, position, position + len(phrase), f"“{found}”应为“{phrase}”", suggestion=phrase)


@rule(
    "R-W2",
    "单字误识、掉字",
    level="error",
    hits=(
        "抓好⟦意识形⟧工作。",
        "⟦狠党委⟧高度重视。",
        "村⟦支部记⟧带头。",
        "压实⟦主题责任⟧人。",
        "提供⟦论支持⟧。",
        "参加活动3200⟦余入⟧。",
        "⟦意态工作⟧报告",
        "履行⟦第⟧责任人职责。",
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
    "机器换词、搭配、杂糅",
    level="warning",
    source="forms/words/搭配.yaml",
    hits=("推进精神⟦礼貌建设⟧。", "⟦用心开展⟧活动。", "⟦防止类似问题不再发生⟧。", "⟦原因是由于⟧重视不够。"),
    misses=("推进精神文明建设。", "积极开展活动。", "防止类似问题发生。"),
)
def swapped(reading: Reading) -> Iterator[Hit]:
    for entry, pattern in reading.words.compiled:
        for one, match in reading.search(pattern, view="bare"):
            certain = match.expand(entry.right) if entry.right and entry.level != "info" else None
            if not any(word in one.text[max(match.start() - 6, 0) : match.end() + 6] for word in entry.unless):
                hit = span(one, match, f"“{match[0]}”：{entry.reason}", suggestion=certain, level=entry.level)
                yield hit

"""Rules on dated phrases: where a five-year plan opens and closes, which anniversary falls in the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.context import about
from lib.core.proofreading.paragraphs import han_number
from lib.core.proofreading.registry import Hit, Reading, rule, span
from lib.core.proofreading.rules_periods import _sentence

_FIRST_PLAN = {"二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_PLAN = r"[“\"]?十(?P<plan>[二三四五六])五[”\"]?(?:规划|时期|发展|新征程)?"
_OPENS = re.compile(
    rf"{_PLAN}(?:的|实现|能够|中|稳)?(?:良好|精彩|圆满)?(?:开好局|起好步|开局|起步|开门红|开篇|启航|启动之年|首年|第一年)"
)
_CLOSES = re.compile(
    rf"{_PLAN}(?:的|实现|胜利|完美)?(?:圆满)?(?:收好官|收官|收尾|收好尾|决战决胜|决胜之年|最后一年|末年|攻坚收尾)"
)
_RUNS = re.compile(
    rf"(?:围绕|对接|落实|实施|推进|服务|助力|紧扣|立足|聚焦|处于|正处|编制|衔接)(?:好|本级|全[市县区镇乡])?{_PLAN}(?![^，。；]{{0,12}}(?:收官|总结|评估|完成|成果|成就))"
)
_LOOKS_BACK = re.compile(r"回顾|以来|自20|时任|当时|曾|总结|成就|成果|五年来|评估|完成")
_LOOKS_AHEAD = re.compile(
    r"明年|即将|将[是迎开]|迎接|来临|谋划|打[下牢好]|奠定|夯实|准备|蓄力|蓄势|做足|铺垫|筹划|编制|衔接|前瞻|临近|迈进"
)

_BIRTHS = (
    (1921, r"中国共产党(?:成立|建立|诞生)|建党|(?:中共|党的?)(?:成立|诞辰|生日)|党的?"),
    (1949, r"(?:新中国|中华人民共和国|共和国)(?:成立|诞生|华诞)?|建国|国庆"),
    (1927, r"(?:中国人民解放军|人民军队)(?:建军|成立)?|建军"),
    (1978, r"改革开放"),
    (1945, r"(?:中国人民)?(?:抗日战争|抗战)(?:暨世界反法西斯战争)?胜利|世界反法西斯战争胜利"),
    (1936, r"(?:中国工农)?红军长征胜利|长征胜利"),
    (1919, r"五四运动"),
    (1922, r"(?:中国)?共青团(?:成立|建团)|建团"),
    (1949, r"(?:中国)?少先队(?:成立|建队)|建队"),
    (1997, r"香港回归(?:祖国)?"),
    (1999, r"澳门回归(?:祖国)?"),
    (1950, r"(?:中国人民)?(?:志愿军)?抗美援朝(?:出国作战)"),
    (1953, r"抗美援朝(?:战争)?胜利"),
    (1893, r"毛泽东同志诞辰"),
    (1904, r"邓小平同志诞辰"),
)
_AGE = r"(?P<age>\d{2,3}|[一二三四五六七八九]?百[零〇]?[一二三四五六七八九]?十?[一二三四五六七八九]?|[一二三四五六七八九]?十[一二三四五六七八九]?)周年"


def _age(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, mark, rest = text.rpartition("百")
    return (han_number(hundreds or "一") or 0) * 100 * bool(mark) + (han_number(rest.strip("零〇")) or 0)


@rule(
    "R-Y6",
    "五年规划的年份",
    level="warning",
    source="五年规划起止年",
    needs="context",
    hits=(
        ("农业农村局2026年工作要点\n\n为⟦“十四五”开好局⟧、起好步提供保证。", about("2026", form="工作要点")),
        ("石桥镇2025年度述职报告\n\n2025年是⟦“十四五”开局之年⟧。", about("2025")),
        ("石桥镇2022年度述职报告\n\n奋力实现⟦“十四五”良好开局⟧。", about("2022")),
        ("石桥镇2023年工作要点\n\n今年是⟦“十四五”收官⟧之年。", about("2023", form="工作要点")),
        ("石桥镇2023年度述职报告\n\n今年是⟦“十五五”开局⟧之年。", about("2023")),
        ("石桥镇2026年工作要点\n\n2026年是⟦“十四五”收官⟧之年。", about("2026", form="工作要点")),
        ("石桥镇2022年度述职报告\n\n⟦围绕“十三五”⟧规划抓好宣传。", about("2022")),
        ("石桥镇2026年工作要点\n\n为⟦“十三五”起好步⟧营造氛围。", about("2026", form="工作要点")),
    ),
    misses=(
        ("农业农村局2026年工作要点\n\n为“十五五”开好局、起好步提供保证。", about("2026", form="工作要点")),
        ("石桥镇2025年度述职报告\n\n2025年是“十四五”收官之年，为“十五五”良好开局奠定基础。", about("2025")),
        (
            "石桥镇2025年度述职报告\n\n三、下一步打算\n2026年是“十五五”开局之年，要抓好宣传，为开好局营造氛围。",
            about("2025"),
        ),
        ("石桥镇2025年度述职报告\n\n“十四五”开局以来，宣讲质量逐年提高。", about("2025")),
        ("石桥镇2021年度述职报告\n\n为“十四五”开好局、起好步提供保证。", about("2021")),
        ("石桥镇2026年第一季度研判报告\n\n总结“十四五”收官经验，编制“十五五”规划。", about("2026Q1")),
    ),
)
def five_year_plans(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or not re.search(r"十[二三四五六]五", "".join(one.text for one in reading.tree.prose)):
        return
    year = period.year
    for pattern, step, word in ((_OPENS, 0, "开局"), (_CLOSES, 4, "收官")):
        for one, match in reading.search(pattern, view="bare"):
            right, sentence = _FIRST_PLAN[match["plan"]] + step, _sentence(one, match.start())
            ahead = one.section in ("plan", "outlook", "mixed") or _LOOKS_AHEAD.search(sentence)
            ahead = ahead or str(right) in sentence
            if right > year and ahead and (right == year + 1 or word == "收官" and "之年" not in sentence):
                continue
            if right < year and _LOOKS_BACK.search(sentence) or right == year:
                continue
            yield span(one, match, f"“十{match['plan']}五”{word}之年是{right}年，报告期是{period.label}")
    for one, match in reading.search(_RUNS, view="bare"):
        last = _FIRST_PLAN[match["plan"]] + 4
        if last < year and not _LOOKS_BACK.search(_sentence(one, match.start())):
            yield span(one, match, f"“十{match['plan']}五”到{last}年为止，报告期是{period.label}")


@rule(
    "R-Y6",
    "周年与年份不符",
    level="warning",
    source="纪念日起算年",
    needs="context",
    hits=(
        ("石桥镇2025年第二季度研判报告\n\n以庆祝⟦中国共产党成立103周年⟧为契机，开展宣讲。", about("2025Q2")),
        ("石桥镇2025年第三季度研判报告\n\n围绕⟦抗战胜利79周年⟧，组织观影2场。", about("2025Q3")),
        ("石桥镇2024年度述职报告\n\n结合⟦新中国成立七十四周年⟧，开展征文。", about("2024")),
        ("石桥镇2026年工作要点\n\n以⟦建党100周年⟧为主线，做好宣传。", about("2026", form="工作要点")),
        ("石桥镇2024年度述职报告\n\n组织观看⟦新中国成立70周年⟧大会实况。", about("2024")),
        ("石桥镇2025年工作要点\n\n迎接⟦建军97周年⟧，开展双拥宣传。", about("2025", form="工作要点")),
    ),
    misses=(
        ("石桥镇2025年第二季度研判报告\n\n以庆祝中国共产党成立104周年为契机，开展宣讲。", about("2025Q2")),
        (
            "石桥镇2025年第三季度研判报告\n\n围绕中国人民抗日战争暨世界反法西斯战争胜利80周年，组织观影2场。",
            about("2025Q3"),
        ),
        ("石桥镇2024年度述职报告\n\n结合新中国成立七十五周年，开展征文。", about("2024")),
        ("石桥镇2025年度述职报告\n\n三、下一步打算\n结合建党105周年，开展宣讲。", about("2025")),
        ("石桥镇2022年度述职报告\n\n学习习近平总书记在庆祝中国共产党成立100周年大会上的讲话。", about("2022")),
        ("石桥镇2025年度述职报告\n\n学校举办建校60周年展览。", about("2025")),
    ),
)
def anniversaries(reading: Reading) -> Iterator[Hit]:
    period = reading.known.period
    if not period or not reading.holds("周年"):
        return
    for born, name in _BIRTHS:
        for one, match in reading.search(re.compile(rf"(?:{name}){_AGE}"), view="bare"):
            age = _age(match["age"])
            sentence = _sentence(one, match.start())
            ahead = one.section in ("plan", "outlook", "mixed") or re.search(r"明年|迎接|即将|筹备", sentence)
            right = {period.year - born, period.year + 1 - born if ahead else period.year - born}
            if age in right or re.search(
                r"大会上|大会(?:重要)?(?:讲话|精神)|讲话|以来|回顾|20\d\d年|去年|上年|曾|征文集|成果", sentence
            ):
                continue
            yield span(one, match, f"{period.year}年是{period.year - born}周年，不是{age}周年")

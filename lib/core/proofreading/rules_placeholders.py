"""Rules on what was left to be filled in: X, *, blanks, masked words, instructions of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_H = r"\u4e00-\u9fff"
_MEASURE = r"(?:余|多)?(?:人次|场次|次|场|份|条|个|篇|期|名|人|件|项|块|张|册|起|户|家|幅|万|％|%)"
_YEAR = re.compile(r"(?<!\d)20(?:[XxＸ×*＊_＿○？?]{1,2}|PC|\d[XxＸ×*＊_＿○？?])(?=年|[\u4e00-\u9fff]|$)年?")
_CROSS = re.compile(
    r"(?<![A-Za-z0-9ＸXx×*＊])[XxＸ×＊*△□■●◯_＿]{1,8}(?![A-Za-z0-9光射轴染片×*＊])(?!(?<=[*＊])号)"
    + f"(?:[{_H}]|(?=[，。、；）”%％]|$))"
)
_CIRCLE = re.compile(r"(?<![〇○零一二三四五六七八九])[○〇]{2,6}(?![〇○零一二三四五六七八九年])")
_MASKED = re.compile(r"(?<![A-Za-z])(?:(?:ZZ|GCD|AAA|GJ|DZZ)(?![A-Za-z])|[A-WYZ](?:委|政府)(?!托))")
_LABEL = re.compile(
    r"(?:责任(?:人|单位|部门|领导)|完成时[限间]|牵头(?:单位|部门|领导)|配合单位|联系人|联系电话|截止时间)[：:](?=[；。）)]|$)"
)
_LINE = re.compile(
    r"[_＿]{2,}|[\[【［][\u4e00-\u9fff\s]{0,6}[\]】］](?=余?(?:人次|场次|次|场|份|条|篇|期|名|件|张|户|个|人))|\[[.…·\s]*\]|［[.…\s]*］|【[^】]{0,16}(?:待|填|补|请|此处|略)[^】]*】|\{\{[^}]*\}\}|<[^<>\d]{1,12}>"
)
_WORDS = re.compile(
    r"[（(](?:请?(?:填写|填入|补充|插入|注明|自行)|此处|具体(?:数字|数据|时间|人数|内容|名称)|单位名称|姓名|职务|数字|待[定填补核]|略|下同[，,]?填)[^）)]{0,16}[）)]"
    r"|[（(][^（）()，。]{0,8}(?:待填|待补|待核|待更新|待确认|未填|需填|需补充|需核实|请核|请核实|请确认)[^（）()]{0,6}[）)]|[{｛][\u4e00-\u9fff ]{1,16}[}｝]"
    r"|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])|此处(?:填|写|插入|补充|省略|略)[^，。；]{0,8}|(?<![\u4e00-\u9fff])(?:待填|待补充|待定)(?![\u4e00-\u9fff])"
)
_SOMEONE = re.compile(
    r"某某某?|(?:^|(?<=[，。；：]))某(?=(?:社区|村|镇|乡|局|街道|学校|县|市|区|医院|公司)(?:党|组织|开展|召开|严格|认真|坚持|高度))"
)
_NO_COUNT = re.compile(
    r"(?:参加|参与|受众|服务|覆盖|惠及|参学|参训)(?:群众|党员|干部|居民|村民|职工|师生|人数)?(?P<unit>人次)(?=[，。；])(?<!\d人次)|(?:召开|开展|举办|组织|研究)(?P<times>[次场期])(?=[\u4e00-\u9fff]{2,6}[，。；])(?!次|场|期|序|第)"
)
_EMPTY_BRACKETS = re.compile(r"[（(][\s\u3000]*[）)]|“[\s\u3000]*”|《[\s\u3000]*》")
_BLANK_NUMBER = re.compile(
    rf"(?<=[{_H}])[ \u3000]+(?=(?:余?(?:人次|场次|次|场|份|条|篇|期|名|件|张|册|起|户))(?:[，。；、]|[{_H}]))"
    r"|20\d\d年[ \u3000]+月|年[ \u3000]*月[ \u3000]*日|\d月[ \u3000]+日|第[ \u3000]+季度|(?<![两每一各])第季度"
)
_QUESTION = re.compile(
    r"[?？]{2,}|[?？](?=年|月|日|次|场|份|人次|季度)|(?<![A-Za-z\d])[Nn](?="
    + _MEASURE
    + r")|(?<=[\u4e00-\u9fff])[Nn](?=年|月|日|季度)"
)


@rule(
    "R-X1",
    "年份占位残留",
    level="error",
    hits=("紧扣⟦20XX年⟧目标任务。", "⟦202X年⟧以来，全镇平稳。", "⟦20**年⟧工作要点", "⟦20PC⟧年重点任务"),
    misses=("紧扣2025年目标任务。", "型号20X6设备。"),
)
def unfilled_years(reading: Reading) -> Iterator[Hit]:
    known = reading.known.period
    for one, match in reading.search(_YEAR, kinds="all"):
        tail = "年" if match[0].endswith("年") else ""
        certain = f"{known.year}{tail}" if known and reading.sure and one.section != "plan" else None
        yield span(one, match, f"“{match[0]}”：年份没有填", suggestion=certain)


@rule(
    "R-X1",
    "占位符残留",
    level="error",
    hits=(
        "在⟦*镇⟧党委领导下",
        "发放宣传单⟦X余份⟧，张贴海报60张。",
        "向⟦XX县⟧委宣传部报告。",
        "第⟦X季⟧度",
        "完成率⟦×%⟧。",
        "⟦××村⟧党支部",
        "召开会议⟦xx次⟧",
    ),
    misses=(
        "开展X光检查12次。",
        "X射线检查",
        "面积2×3米",
        "购置C919模型1个。",
        "*注：数据截至6月。",
        "A区、B区各1处。",
        "2×4＝8",
        "使用Excel表格。",
    ),
)
def crosses(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _CROSS.finditer(one.text):
            before, mark = one.text[: match.start()], match[0]
            if (
                not before
                and mark[0] in "*＊●■□△"
                or re.search(r"\d\s*$", before)
                and mark[0] in "×xX*"
                and re.match(r"[×xX*]\s*\d", one.text[match.start() :])
            ):
                continue
            if mark[0] in "●■□△◯" and not re.search(r"[\u4e00-\u9fff]$", before):
                continue
            if (
                re.match(r"X(?:展架|光|线)", one.text[match.start() :])
                or re.fullmatch(r"[_＿]+.?", mark)
                and len(mark.strip("_＿"))
                and len(mark) > 2
                or re.match(r"20\d?$", before[-3:])
            ):
                continue
            end = match.end()
            if more := re.match(r"余?(?:人次|场次|份|条|次|场|个|篇|名|件)", one.text[end - 1 :]):
                end = max(end, end - 1 + more.end())
            yield Hit(one, match.start(), end, f"“{one.text[match.start() : end]}”：占位没有填")


@rule(
    "R-X1", "圆圈占位", level="error", hits=("在⟦○○⟧镇召开会议。",), misses=("二○二五年六月", "二〇〇八年", "○是圆圈。")
)
def circles(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_CIRCLE, kinds="all"):
        if not re.search(r"[一二三四五六七八九零]$", one.text[: match.start()]):
            yield span(one, match, f"“{match[0]}”：占位没有填")


@rule(
    "R-X1",
    "屏蔽词残留",
    level="error",
    hits=("加强⟦ZZ⟧建设。", "在⟦GCD⟧领导下", "⟦AAA⟧公众号", "向⟦D委⟧报告。"),
    misses=("参加NBA比赛", "GDP增长5%。", "A委托B办理。"),
)
def masked_words(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_MASKED, kinds="all"):
        right = {"ZZ": "政治", "GCD": "中国共产党"}.get(match[0])
        yield span(one, match, f"“{match[0]}”：网络屏蔽用的代字没有改回" + (f"（{right}？）" if right else ""))


@rule(
    "R-X1",
    "项目后没有填写",
    level="warning",
    source="字面",
    hits=("（责任人：村书记；⟦完成时限：⟧）", "⟦责任单位：⟧"),
    misses=("（责任人：村书记；完成时限：全年）", "责任人：\n张三"),
)
def left_empty(reading: Reading) -> Iterator[Hit]:
    last = max((one.index for one in reading.tree.paragraphs), default=0)
    for one, match in reading.search(_LABEL, kinds="all"):
        if match.end() < len(one.text) or one.index == last or one.kind == "body" and len(one.text) > len(match[0]):
            yield span(one, match, f"“{match[0]}”后没有填写")


@rule(
    "R-X1",
    "填写说明残留",
    level="error",
    hits=(
        "召开会议⟦____⟧次。",
        "报告⟦【待补】⟧。",
        "⟦（请填写单位）⟧",
        "参加⟦（具体数字）⟧人次",
        "召开会议⟦（次数待填）⟧次，⟦{单位名称}⟧组织，⟦TODO⟧补充。",
        "由⟦[...]⟧负责",
        "开展宣讲⟦【】⟧场。",
        "开展宣讲⟦[数量]⟧场。",
        "开展宣讲3场⟦（请核）⟧。",
        "⟦{{ 会议次数 }}⟧次",
    ),
    misses=("（以下简称“公众号”）", "（时间待定）", "【典型案例】某小区", "（一）抓学习"),
)
def instructions(reading: Reading) -> Iterator[Hit]:
    for pattern in (_LINE, _WORDS):
        for one, match in reading.search(pattern, kinds="all"):
            yield span(one, match, f"“{match[0]}”：填写处没有填，或说明没有删")


@rule(
    "R-X1",
    "某某",
    level="error",
    hits=("在⟦某某⟧镇召开会议。", "由⟦某某某⟧同志负责。", "⟦某⟧社区党委召开会议3次。"),
    misses=("某小区居民反映", "某些部门", "答复函里只写“依据某某规定”，群众看不懂。"),
)
def someone(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_SOMEONE, kinds="all"):
        if one.text.rfind("“", 0, match.start()) > one.text.rfind("”", 0, match.start()) and "某" * 3 not in match[0]:
            continue  # somebody's words are told
        yield span(one, match, f"“{match[0]}”：占位没有填")


@rule(
    "R-X1",
    "空括号、空数",
    level="error",
    hits=(
        "召开会议⟦ ⟧次，参加80人次。",
        "党员⟦（）⟧名",
        "⟦2025年 月⟧ 日",
        "⟦第季度⟧以来",
        "宣讲⟦??⟧场",
        "开展⟦N⟧场次宣讲",
    ),
    misses=("（一）抓学习", "第二季度，召开会议3次", "张 三", "为什么要学？怎么学？"),
)
def blanks(reading: Reading) -> Iterator[Hit]:
    for pattern in (_EMPTY_BRACKETS, _BLANK_NUMBER, _QUESTION):
        for one, match in reading.search(pattern, kinds="all"):
            if one.kind != "table":
                yield span(one, match, "此处空着，没有填")


@rule(
    "R-X1",
    "量词前没有数",
    level="warning",
    source="字面",
    hits=("开展宣讲3场，参加⟦人次⟧。", "召开⟦次⟧会议，研究议题6个。"),
    misses=("开展宣讲3场，参加300人次。", "召开3次会议，研究议题6个。", "统计参加人次，汇总上报。", "组织期末考试。"),
)
def counts_left_out(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_NO_COUNT, view="bare"):
        place = "unit" if match["unit"] else "times"
        if place == "unit" and re.search("统计|按|以|计算|折合", one.bare[max(match.start() - 4, 0) : match.start()]):
            continue
        if place == "unit" or re.match("会议|活动|培训|研判|座谈|检查", one.bare[match.end() :]):
            yield span(one, match, f"“{match[place]}”前没有数", group=place)

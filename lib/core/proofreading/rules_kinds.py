"""Rules on measure words that can't count such a thing, told by the noun's last character: 研究生12篇, 锦旗7篇, 升降车2篇."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

# nouns by how they end → measure words that never count them, and what does
_KINDS = (
    (r"研究生|大学生|毕业生|志愿者|爱好者|工作者|通讯员|宣讲员|网格员|队员|辅导员|讲解员|管理员|驾驶员|教师|医生|护士|讲师|律师|民警|干部|党员|青年|骨干|模范|代表|专家|委员", "篇条块张册幅面件辆期部盏", "名"),
    (r"[\u4e00-\u9fff](?:宣讲队|服务队|秧歌队|腰鼓队|文艺队|舞蹈队|合唱队|锣鼓队|巡逻队|突击队|志愿队|小分队|宣讲团|演出队)", "篇条份张块册件幅面本期", "支"),
    (r"宣传车|升降车|流动车|大篷车|公交车|客车|货车|警车|校车|体检车|献血车|车辆", "篇条份名册块幅本面张", "辆"),
    (r"锦旗|红旗|国旗|队旗|党旗|旗帜|彩旗|流动红旗", "条篇份名块件本册", "面"),
    (r"乡土教材|校本教材|故事书|图画书|绘本|读本|画册|图书|书籍|教材", "名条块场辆面张期件", "本、册"),
    (r"广告公司|物业公司|企业|公司|商户|门店|网吧|书店|培训机构", "块篇条份张册幅面本名辆", "家"),
    (r"春联|对联", "次名篇块辆", "副"),
    (r"书架|书柜|展架|橱窗|展柜|宣传架|报架", "份篇条名本册", "个"),
    (r"摄像机|照相机|打印机|投影仪|无人机|电脑|音响|话筒|广播机", "篇条份名场册块幅本面期张", "台"),
)  # fmt: skip
_PATTERNS = tuple(
    (
        re.compile(
            rf"(?P<noun>(?:{nouns}))(?:共计?|累计|近|约)?(?P<count>(?<![\d.])\d+[余多]?(?P<unit>[{units}]))(?=[，。；、）]|$)"
        ),
        right,
    )
    for nouns, units, right in _KINDS
)
_DONE = re.compile(
    r"(?:培训|检查|走访|更新|印发|发放|推送|巡查|约谈|表彰|宣传|指导|维修|清洗|介绍|报道|采访|撰写|刊发|收到|组织|拍摄)[^，。；、\d]{0,10}$"
)


@rule(
    "R-F2",
    "量词与名词不配",
    level="warning",
    source="forms/words/量词.yaml",
    hits=(
        "选派驻点研究生⟦12篇⟧，协助社区整理资料。",
        "授予流动红旗⟦9条⟧，摊主很高兴。",
        "为辖区儿童采购图画故事书⟦130条⟧，供孩子们翻看。",
        "新组建秧歌队⟦5件⟧。",
        "先后约见广告公司⟦3块⟧，并补写条款。",
        "租用升降车⟦2篇⟧，取下横幅。",
        "义务写下春联⟦260次⟧。",
    ),
    misses=(
        "选派驻点研究生12名。",
        "授予流动红旗9面。",
        "采购图画故事书130本。",
        "新组建秧歌队5支。",
        "宣传先进党员3期，推送青年骨干5篇。",
    ),
)
def unfit(reading: Reading) -> Iterator[Hit]:
    for pattern, right in _PATTERNS:
        for one, match in reading.search(pattern, view="bare"):
            about = match["unit"] in "篇条期份" and _DONE.search(one.bare[: match.start()])
            sentence = re.split("[。；]", one.bare[: match.start("count")])[-1]
            if not about and not re.search(rf"\d[余多]?{match['unit']}", sentence):  # 手册12本，其中青年教师8本
                message = f"“{match['noun']}”不用“{match['unit']}”计，可用：{right}"
                yield span(one, match, message, group="count")


_DEED_IN_PIECES = re.compile(r"(?P<deed>集中学习|学习|研讨|演练)(?P<told>(?P<n>\d+)个)(?=[，。；、])")
_PEOPLE_IN_TIMES = re.compile(
    r"(?:听讲|参加|参与|受教育|观看|惠及|服务|吸引|覆盖|受益)(?:师生|群众|党员|居民|职工|村民|学生|听众|观众|干部|教师|老人|儿童)(?P<told>(?P<n>\d+[余多]?)场次)"
)


@rule(
    "R-F2",
    "活动、人数的量词",
    level="warning",
    source="FORMATS.md 量词",
    hits=("组织党员集中学习⟦5个⟧，邀请教师讲党课。", "实际举办8场，听讲师生⟦6200余场次⟧。"),
    misses=(
        "组织党员集中学习5次。",
        "关爱留守儿童24场次。",
        "走访12个村，宣讲3个专题。",
        "听讲师生6200余人次。",
        "检查网吧、书店12个点位。",
    ),
)
def deeds_and_people(reading: Reading) -> Iterator[Hit]:
    for pattern, right in ((_DEED_IN_PIECES, "次"), (_PEOPLE_IN_TIMES, "人次")):
        for one, match in reading.search(pattern, view="bare"):
            message = f"“{match['told']}”：这里用“{right}”"
            yield span(one, match, message, group="told", suggestion=match["n"] + right)

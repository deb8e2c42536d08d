"""Rules that recompute: totals against parts, found against mended, rates and shares, frequencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lib.core.proofreading.registry import Hit, Reading, rule
from lib.core.proofreading.rules_figures import MEASURE
from lib.core.proofreading.sums import COUNTED, PARTS, VAGUE, plain, unit_of, value_of

_TOTAL = re.compile(
    rf"(?<![\d.])(?<!\d )(\d+(?:\.\d+)?)(万)?(余|多)?({COUNTED})((?:[村镇]（(?:社区|街道)）)?[\u4e00-\u9fff“”]{{0,16}})[，,（(]\s*(?:其中|分别(?:是|为)|包括)[:：]?([^。；]*)"
)
_RUN = re.compile(  # 58件，咨询类21件、求助类25件、投诉类12件: a list right after its total, without 其中
    rf"(?<![\d.])(\d+)(万)?(余|多)?({COUNTED})([\u4e00-\u9fff]{{0,12}})[，：:（]((?!其中|分别|包括)(?:[\u4e00-\u9fff“”]{{1,8}}\d+\4、){{2,}}[\u4e00-\u9fff“”]{{1,8}}\d+\4)(?![、和及])"
)
_BY_TIME = re.compile(  # 8场，春节前后3场、秋收时节4场
    rf"(?<![\d.])(?P<all>\d+)(?P<unit>{COUNTED})，(?!其中)(?P<parts>[^，。；、\d]{{0,6}}(?:前后|时节|期间|季|月|学期|年初|年底|年中|半年)(?P<a>\d+)(?P=unit)、[^，。；、\d]{{0,6}}(?:前后|时节|期间|季|月|学期|年初|年底|年中|半年)(?P<b>\d+)(?P=unit))(?=[，。；])"
)
_GRAND = re.compile(
    rf"(?:(?<![公一])共(?![同育享治商创读筑谋管庆绘抓驻赢进话融护植缔]|学(?!习)|建(?![成立设]))计?|合计|总计|累计|总共|一共|总数为?|总量为?|满分为?|总分为?)(?:[\u4e00-\u9fff]{{0,12}}?)(\d+(?:\.\d+)?)(万)?(余|多)?({COUNTED})"
)
_CROSSING = re.compile("女|男|岁|学历|大专|本科|少数民族|退休|劳模|先进|低保|残疾")
_KINDS = re.compile(r"女|党员|岁|青年|退[役伍休]|学历|以上|民族|劳模")  # traits of people overlap
_REST = re.compile(r"其余|其他|其它|另|剩余|还有|和|以及|及")
_OTHER_UNITS = re.compile(rf"、[^，。；、\d]{{1,12}}(?:\d+(?:{MEASURE})|若干)")  # 522处、LED屏38块: the list goes on
_STOP = re.compile(
    r"已|均|全部|按期|按时|办结|整改|回复|服务|参与|参加|覆盖|惠及|吸引|受益|受众|阅读|解决|收集|较|比上|同比|环比|累计|共计?|合计|总计|发放|现场|期间|每"
)
_FOUND = re.compile(
    r"(?:排查|发现|反映|查找|梳理|查摆|受理|收到|接到|监测|征集|反馈|查出|检查出|化解|应到|涉及|处置|收集|排查出)[^，。；\d]{0,18}?(\d+)(个|项|条|处|件|起|次|人|名)[^，。；\d]{0,12}[，,、；]?(?:[^，。；\d]{0,12}?)"
    r"(?:(?:已|现已|目前已|均已|其中已?)?(?:完成|立行立改|立查立改)?(?:整改|办结|处置|解决|化解|回复|答复|调处|调解|吸纳|办理|销号|实到|采纳|完成)(?:完成|到位|完毕|销号|问题)?)[^，。；\d]{0,6}?(\d+)(?:个|项|条|处|件|起|次|人|名)"
    r"([^。；]{0,40})"
)
_MEASURES = re.compile(r"措施|任务|举措|清单|制度|台账|意见")
_LEFT = re.compile(
    r"(?:剩余|尚有|还有|未(?:完成)?整改|正在整改|未办结|正在办理|未解决|未完成|其余|尚未[\u4e00-\u9fff]{2}|推进中)[^，。；\d]{0,8}?(\d+)(?:个|项|条|处|件|起|次|人|名)"
)


@rule(
    "R-C7",
    "其中各项之和",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "组织文化活动⟦5场，其中秧歌展演2场、电影放映3场、移风易俗宣讲1场⟧，参加400余人次。",
        "开展文明实践活动⟦9场⟧，其中环境整治4场、邻里议事3场、健康义诊1场，服务居民700余人次。",
        "发放资料⟦500份⟧，其中手册300份，折页250份。",
        "发放宣传品⟦1.5万余份，其中手册4600份、折页5200份、明信片1350份⟧，没有其他品种。",
        "开展宣讲⟦5场⟧，其中入户宣讲7场。",
        "收到意见⟦42条⟧，其中班子建设15条、作风建设12条、服务群众14条，已采纳30条。",
        "监测舆情⟦47条⟧，其中土地确权19条、农房审批16条、矿山修复8条、不动产登记5条，已办结46条，办结率97.9%。",
        "全年收到信息⟦214条⟧，其中第一季度47条、第二季度58条、第三季度61条、第四季度58条，按期办结211条。",
        "收到群众诉求⟦58件⟧，咨询类21件、求助类25件、投诉类13件，均已办结。",
        "班子成员共⟦7人⟧，党委书记1人、副书记2人、委员5人。",
        "全村共有党员⟦42名⟧，其中在家党员28名、外出党员15名。",
        "吸引群众⟦2万人次⟧，其中线上2.6万人次、线下0.5万人次。",
    ),
    misses=(
        "开展宣讲12场，其中理论宣讲7场、参与群众5场。",
        "监测舆情47条，其中土地确权19条、农房审批16条、矿山修复8条、不动产登记4条，已办结46条，办结率97.9%。",
        "收集信息31条，其中表扬12条、咨询11条、投诉8条，8条投诉均在48小时内回复。",
        "收到群众诉求58件，咨询类21件、求助类25件、投诉类12件，均已办结。",
        "宣讲28场，入户宣讲60场、院坝会21场、广场宣讲12场。",
        "登记阵地3128处，其中车载电视1350处、站台灯箱1160处、候车亭广告522处、LED屏38块。",
        "辖区现有阵地62处，其中户外电子屏17处、宣传栏31处、文化墙8处、农家书屋和社区书吧6处。",
        "工作组有成员23人，其中吸收了居民代表4人、退休编辑2人、消防技术人员1人。",
        "周岁以下未成年人1.31万人，其中小学生5120人、初中生2260人。",
        "共找到419件，其中能正常使用的372件、需要修理的31件、应当报废的16件，另有17件下落待查。",
        "党员56名，其中女党员20名、35岁以下党员37名。",
        "聘用雁长58名，其中党员27名、劳模2名、女性21名。",
        "培训346人，其中有导游证的41人，培训过的仅92人。",
        "开展文明实践活动8场，其中环境整治4场、邻里议事3场、健康义诊1场，服务居民700余人次。",
        "发放资料6000余份，其中手册3000余份、折页2000余份。",
        "开展宣讲12场，其中入户宣讲7场。",
        "开展活动9场，主要有义诊4场、演出3场。",
        "党员56名，其中女党员20名，参加学习12次。",
    ),
)
def parts_of_total(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in (*_TOTAL.finditer(one.bare), *_RUN.finditer(one.bare)):
            if VAGUE.search(one.bare[max(match.start() - 2, 0) : match.start()]):
                continue
            total, unit = value_of(match[1], match[2]), unit_of(match[4])
            parts, vague, reach, cuts = _listed(match[6], unit)
            if not parts or vague:
                continue
            added = sum(parts, Decimal(0))
            said = f"{match[1]}{match[2] or ''}{match[3] or ''}{match[4]}"
            if match[3] or match[2]:
                places = len(match[1].partition(".")[2])
                step = Decimal(10000 if match[2] else 10 ** (len(match[1]) - len(match[1].rstrip("0")))) / 10**places
                if added >= total + step:
                    yield Hit(one, match.start(), match.start(6) + reach, f"各项相加{plain(added)}，大于{said}")
                elif match.re is _TOTAL and _short_of(parts, total, one.bare[match.start(6) + reach :]):
                    message = f"各项相加{plain(added)}，不到{said}，核对"
                    yield Hit(one, match.start(), match.start(6) + reach, message, level="warning")
                continue
            if match.re is _RUN and abs(added - total) > max(2, total / 10):
                continue
            if len(parts) == 1 and _larger_before(one.bare[: match.start()], unit, added):
                continue
            if added < total and _OTHER_UNITS.match(match[6][reach:]):
                continue
            more = re.split("[，。；]", one.text[match.start(6) + reach :])[0]
            if added < total and more.startswith("、") and re.search(rf"\d[余多]?{re.escape(match[4])}", more):
                continue  # an item without its own figure stands between
            listed = match[6][:reach]
            near = total < added <= total + max(2, total / 20) and not _CROSSING.search(listed)  # parts of one division
            if (added < total or len(parts) > 1) and unit == "人" and _KINDS.search(listed) and not near:
                continue
            if len(parts) == 1 and added > total or len(parts) > 1 and not _fits(parts, total, cuts):
                figures = "＋".join(plain(part) for part in parts)
                yield Hit(
                    one,
                    match.start(),
                    match.start(6) + reach,
                    f"{figures}＝{plain(added)}，与{said}不符"
                    if len(parts) > 1
                    else f"其中{figures}{match[4]}，大于总数{said}",
                    level=None if added > total and match.re is _TOTAL else "warning",
                )


def _short_of(parts: Sequence[Decimal], total: Decimal, rest: str) -> bool:
    """True where two or more exact parts that end their clause come to most of a rounded total, but not to it."""
    added = sum(parts, Decimal(0))
    ends = re.match("[，。；]", rest) and not re.match(
        "，[^，。；]{0,10}(?:等|其余|(?<!没有)(?<!无)其他|另|还有|以及)", rest
    )
    return bool(ends) and len(parts) > 1 and total * Decimal("0.6") < added < total


def _larger_before(text: str, unit: str, part: Decimal) -> bool:
    """True where the part may belong to a figure further back: 276名学生、31名教师，其中留守儿童148名."""
    sentence = text[text.rfind("。") + 1 :]
    return any(unit_of(one[4]) == unit and value_of(one[1], one[2]) >= part for one in PARTS.finditer(sentence))


def _fits(parts: Sequence[Decimal], total: Decimal, cuts: Sequence[int]) -> bool:
    """True where the parts, or those before a comma, make the total, or are plainly not meant to make it up."""
    added = sum(parts, Decimal(0))
    if any(sum(parts[:count], Decimal(0)) == total for count in (*cuts, len(parts)) if count > 1):
        return True
    return added < total * (Decimal("0.5") if len(parts) > 2 else Decimal("0.7"))


def _listed(text: str, unit: str) -> tuple[list[Decimal], bool, int, list[int]]:
    """Read the parts that follow 其中, up to the first clause that counts something else or follows the list.

    Returns the parts, whether one is only about, where the last one ends, and after how many a comma stands.
    """
    parts: list[Decimal] = []
    cuts: list[int] = []
    reach = 0
    joint = ""
    for piece in re.finditer(r"[^、，,]+", text.split("）")[0] if "（" not in text else text):
        clause, before = piece[0], text[max(piece.start() - 1, 0) : piece.start()]
        match = PARTS.search(clause)
        if len(parts) > 1 and before in "，," and joint == "、" and not _REST.match(clause):
            break
        if (
            not match
            or unit_of(match[4]) != unit
            or (
                parts
                and before != "、"
                and _STOP.match(clause.strip("和及与"))
                and not clause.startswith(("线上", "线下"))
            )
        ):
            break
        if VAGUE.search(clause) or match[3]:
            return parts, True, reach, cuts
        if parts and before in "，,":
            cuts.append(len(parts))
        parts.extend(value_of(found[1], found[2]) for found in PARTS.finditer(clause) if unit_of(found[4]) == unit)
        reach, joint = piece.end(), before if parts else joint
    return parts, False, reach, cuts


@rule(
    "R-C7",
    "合计与分项",
    level="error",
    source="算术；NUMBERS.md R22",
    hits=(
        "一季度3次、二季度4次、三季度3次、四季度4次，全年⟦共15次⟧。",
        "分别刊发稿件6篇、28篇、65篇，⟦共计98篇⟧。",
        "7月首场640人次，8月专场655人次，9月收官场490人次，⟦总计吸引居民2000余人次⟧。",
        "开展义诊4场、演出3场、宣讲5场，⟦共计13场⟧。",
    ),
    misses=(
        "一季度3次、二季度4次、三季度3次、四季度4次，全年共14次。",
        "开展义诊4场、演出3场，参与群众共800人次。",
        "召开会议2次，学习3次，累计开展活动12场。",
        "7月首场640人次，8月专场755人次，9月收官场690人次，总计吸引居民2000余人次。",
        "专题研究4次，每学期分析研判1次，全年共2次。",
        "收到稿件64篇，评出一等奖3篇、二等奖6篇、三等奖10篇，共19篇。",
        "推送信息27条，其中校园新闻15条、家校共育8条、安全提示4条。",
        "每个社区明确1名宣传委员、2名信息员，全街道共配备宣传委员14名。",
        "镇辖14个村、2个社区，共有党支部23个。",
        "从11个支部推荐的选手中评出一等奖1名、二等奖2名、三等奖3名，共6名。",
        "志愿队3支（银龄队22人、红马甲队35人、青春队18人），共有志愿者75人。",
    ),
)
def grand_total(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _GRAND.finditer(one.bare):
            start = max(one.bare.rfind(mark, 0, match.start()) for mark in "。；：") + 1
            before = one.bare[max(start, match.start() - 300) : match.start()]
            unit = unit_of(match[4])
            clauses = [clause for clause in re.split(r"[、，,]", before) if clause.strip()]
            while clauses and not re.search(r"\d", clauses[-1]):
                clauses.pop()
            found = [_figure_in(clause, unit) for clause in clauses]
            while len(found) > 1 and (not found[0] or unit_of(found[0][4]) != unit):
                found.pop(0)
            if (
                len(found) < 2
                or match[3]
                and len(found) < 3
                or VAGUE.search(before)
                or any(not part or unit_of(part[4]) != unit for part in found)
            ):
                continue
            if re.search(
                r"每(?:学期|季度|半年|月|周|年|次|场|期|个|名|所|支|村|社区|户|家|班|人|组)|各[^，。；]{1,8}\d", before
            ) or _of_others(match[0], clauses, before):
                continue
            if "累计" in match[0] and not re.search(r"季度|半年|月", before) or re.search(r"较|比上|同比", before):
                continue
            parts = [value_of(part[1], part[2]) for part in found if part]
            total = value_of(match[1], match[2])
            if len(parts) > 2 and parts[0] == total:
                parts, clauses = parts[1:], clauses[-len(parts) + 1 :]
            added = sum(parts, Decimal(0))
            if parts[0] > total and sum(parts[1:], Decimal(0)) == total:
                continue  # 收到稿件64篇，评出一等奖3篇、二等奖6篇，共9篇
            step = Decimal(10) ** (len(match[1]) - len(match[1].rstrip("0"))) * (10000 if match[2] else 1)
            rounded = match[3] and (match[2] or step > 1)
            if rounded and (match[2] and "." in match[1] or total <= added < total + step or added * 2 < total):
                continue
            if match[3] and not rounded:
                continue
            if added != total:
                figures = "＋".join(map(plain, parts))
                first = max(one.bare.rfind(clauses[-len(parts)], 0, match.start()), start)
                yield Hit(one, first, match.end(), f"{figures}＝{plain(added)}，与{plain(total)}{match[4]}不符")


@rule(
    "R-C7",
    "总数与分两次所列",
    level="warning",
    source="算术",
    hits=("协助派出所开展反诈宣传⟦8场，春节前后3场、秋收时节4场⟧。",),
    misses=("协助派出所开展反诈宣传7场，春节前后3场、秋收时节4场。", "开展反诈宣传8场，其中春节前后3场、秋收时节4场。"),
)
def told_by_time(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_BY_TIME, view="bare"):
        added = int(match["a"]) + int(match["b"])
        if added != int(match["all"]):
            message = f"{match['a']}＋{match['b']}＝{added}，与{match['all']}{match['unit']}不符"
            yield Hit(one, match.start(), match.end(), message)


def _figure_in(clause: str, unit: str) -> re.Match[str] | None:
    """Return the clause's last figure of this unit, or its first of any: 从11个支部推荐的选手中评出一等奖1名."""
    found = list(PARTS.finditer(clause))
    same = [one for one in found if unit_of(one[4]) == unit] if not re.search("[各每]", clause) else []
    return same[-1] if same else next(iter(found), None)


def _of_others(total: str, clauses: Sequence[str], before: str) -> bool:
    """True where the total counts things of another name than all its parts: 辖14个村、2个社区，共有党支部23个."""
    if re.match("合计|累计|总计", total) and re.search(
        "(?:成员|班子|教师|干部|全[校镇乡局院村县]|各[\u4e00-\u9fff]{1,3})[\u4e00-\u9fff]{0,6}$",
        re.split("[，、。；]", before)[-1],
    ):
        return True  # 本人听课26节，班子成员听课合计118节
    noun = re.search(r"(?:有|建|设|组建|建立|设立)([\u4e00-\u9fff]{2,})\d", total)
    named = all(re.search(r"\d[\u4e00-\u9fff]{2,}$", clause) for clause in clauses if re.search(r"\d", clause))
    return bool(noun and named and noun[1][-2:] not in before)


@rule(
    "R-C7",
    "发现与整改",
    level="error",
    source="算术",
    hits=(
        "⟦排查问题12个，已整改9个，剩余4个正在推进⟧。",
        "⟦发现隐患5处，已整改6处⟧。",
        "⟦督查反馈的6个问题，制定整改措施11条，已整改5个，剩余2个⟧正在整改。",
        "⟦受理纠纷34件，当场化解29件，转入仲裁3件，其余3件⟧还在跟踪。",
    ),
    misses=(
        "受理纠纷34件，当场化解29件，转入仲裁3件，其余2件还在跟踪。",
        "督查反馈的6个问题，制定整改措施11条，已整改5个，剩余1个正在整改。",
        "针对反馈的3个问题，制定整改措施9条，已全部落实。",
        "查摆问题18个，制定整改措施31条，其中29条已完成、2条正在推进。",
        "反馈问题3个，完成整改任务9项。",
        "排查问题12个，已整改9个，剩余3个正在推进。",
        "受理诉求7件，办结7件，办结率100%。",
        "排查问题3个，整改率达100%。",
        "发现问题7个，整改5个，整改率71.4%。",
    ),
)
def found_and_mended(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.paragraphs:
        for match in _FOUND.finditer(one.bare):
            found, done, tail = Decimal(match[1]), Decimal(match[3]), match[4]
            end = match.start(4)
            if VAGUE.search(one.bare[match.start() : end]):
                continue
            if _MEASURES.search(one.bare[match.end(1) : match.start(3)]):
                mended = re.search(rf"已(?:经)?(?:整改|完成整改)[^，。；\d]{{0,6}}(\d+){match[2]}", tail)
                if not mended or match[2] not in "个项处":
                    continue
                done, end, tail = Decimal(mended[1]), end + mended.end(), tail[mended.end() :]
            left = _LEFT.search(tail)
            if done > found:
                yield Hit(one, match.start(), end, f"完成{done}大于总数{found}")
            elif left:
                between = [
                    Decimal(number[1]) for number in PARTS.finditer(tail[: left.start()]) if number[4] == match[2]
                ]
                parts = [done, *between, Decimal(left[1])]
                if found not in (sum(parts), parts[0] + parts[-1]):
                    figures = f"{'＋'.join(map(plain, parts))}＝{plain(sum(parts, Decimal(0)))}"
                    yield Hit(one, match.start(), end + left.end(), f"{figures}，与{found}不符")


_FEW = re.compile(
    r"(?P<times>\d+)(?P<unit>场次|场|期|堂|轮)[^。；\d]{0,14}?，(?P<people>\d+)人次(?=参与|报名|参加|走进|到场|聆听|听讲|"
    "受益|观看)"
)
_AUDIENCE = re.compile("聆听|听讲|到场|参训|受训|听众|观众|师生|参与|参加|受众|覆盖|吸引|惠及|服务|受教育|参学")


@rule(
    "R-C5",
    "人次少于场次",
    level="warning",
    source="FORMATS.md 6.7",
    hits=(
        "开展宣讲⟦20场，参加12人次⟧。",
        "开展国旗下讲话⟦36场次，登台演讲的师生24人次⟧。",
        "组织节水宣传进社区⟦28场次，服务用户26人次⟧。",
        "举办培训班⟦15期，累计参训11人次⟧，轮训一遍。",
        "举办讲座⟦9场，到场师生共6人⟧。",
        "举办公益课⟦18期，13人次⟧报名参加。",
        "下社区讲解⟦36场，现场听讲28人次⟧。",
    ),
    misses=("开展宣讲20场，参加600余人次。", "召开会议3次，发放资料2份。", "组织巡查20次，提醒村民12人。"),
)
def too_few(reading: Reading) -> Iterator[Hit]:
    pattern = re.compile(
        r"(\d+)(场次|场|次|期|堂|轮)[^。；\d]{0,30}?(?:听讲|聆听|参训|参与|参加|受众|覆盖|吸引|惠及|服务|受教育|参学|登台|发言|演讲|听众|参观者|观众|观看|聆听|到场|受训|培训|受益|接待|登记|宣讲|教育|居民|群众|师生|职工|学生|村民|党员|家长|用户|干部)[^。；，\d]{0,10}?(\d+(?:\.\d+)?)(万)?(余|多)?(?:人次|人|名)"
    )
    for one, match in reading.search(_FEW, view="bare"):
        if int(match["people"]) < int(match["times"]):
            message = f"{match['times']}{match['unit']}只有{match['people']}人次，疑数字有误"
            yield Hit(one, match.start(), match.end(), message)
    for one in reading.tree.paragraphs:
        for match in pattern.finditer(one.bare):
            if (
                value_of(match[3], match[4]) < Decimal(match[1])
                and not re.search("最|只有|仅|一场", match[0])
                and (_AUDIENCE.search(match[0]) or match[0][-1] == "次")
            ):
                yield Hit(one, match.start(), match.end(), f"{match[1]}{match[2]}只有{match[3]}人次，疑数字有误")

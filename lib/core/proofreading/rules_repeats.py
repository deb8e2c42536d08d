"""Rules on repetition: doubled words and phrases, the same clause or sentence again, paragraphs kept from last period."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lib.core.proofreading.divided import THERE_IS
from lib.core.proofreading.lexicon import ENDINGS
from lib.core.proofreading.registry import Hit, Reading, rule, span

_TWICE = re.compile(r"([\u4e00-\u9fff]{2,20}?)\1+")
_POINTED = re.compile("(?:上述|以上|这|前述|以下|下列|共)$")
_VERBS = frozenset(("研究", "讨论", "学习", "检查", "核实"))
_CASUAL = re.compile("(?:^|[，。；、：“]|[要去来再多们我你他先起可好互帮得给将会])$")  # 要研究研究
_LINKS = frozenset("与和同对到")
_PHRASE = re.compile(r"([\u4e00-\u9fff]{3,15})[，、；]\1")
_AND = re.compile(
    r"(?:^|(?<=[，。；：、的]))(?P<item>[\u4e00-\u9fff]{2,8})(?:和|与|及|以及)(?P=item)(?=[，。；、）的]|$)"
    r"|(?<![和与])(?P<inner>[\u4e00-\u9fff]{2,6})(?:和|与)(?P=inner)(?=[纳对进，。；、]|逐[一个])"
)
_PARTICLE = re.compile(
    r"的的(?!确)|(?<![为不])了了(?!解|然|结|却|望|事)|和和(?![美气睦])|与与|及及|(?<!对)对对(?!对|方|应|照|联|口|象|策|接)|(?<![时长永远现实存正内所潜])在在|于于|把把(?!关|握)|被被|将将(?!来|要|士|领)|是是(?!非|否)|向向(?!前)|从从(?!容|严|事)|为为(?!民|何|了|人|群)|(?<!合)(?<!兼)并并(?!且)|并且并(?!且)|不少少于|不少于于|受受|季季度|(?<!马)达达(?=\d|到)|(?<![全我各])党党委|等等等|进行行|较较(?!量|真|劲)|很很|更更(?!新|换|改|替|正)|都都|也也|还还(?!款|是|原)|已已|共共(?!产|同|计|建|享|有|青|识|商|治)|通过过(?!程|硬|去|关|渡)|二十十|二二十大|第([一二三四五六七八九])\1(?!制)"
)
_TAIL = re.compile(
    r"(开展展(?!示|览|板|播|演|现|台|品|出|厅|区|馆)|加强强(?!化|大|度|制|基|弱|身)|落实实(?!际|践|效|事|干|处|行|施|现|地|名|体|绩|情|物|力|招|时|用|验|训|习)|组织织|学习习(?!近|平|惯|题|俗|得)|宣传传(?!播|承|达|统|递|单|染|媒)|教育育(?!人|才|儿|德)|"
    r"意识识(?!别|字)|形态态(?!度|势)|建设设(?!施|立|置|备|计|定|想)|活动动(?!员|态|作|力|手|机|画|真|摇)|责任任(?!务|何|命|期|职|用|免|性|教)|问题题(?!材|目|库)|情况况|干部部(?!门|署|分|长|队|委|级|属)|群众众(?!多|人|筹)|社区区(?!级|域|委|直|政|县|内|划|长|里|位)|"
    r"会议议(?!题|事|程|定|论|案|政)|管理理(?!论|念|事|解|顺|想|直)|制度度(?!过|量|假|数)|工作作(?![\u4e00-\u9fff]{0,6}(?:发言|介绍|报告|讲话|汇报|说明|交流|部署|动员|安排|辅导|指示|点评|强调|要求|总结|承诺|分享)|了|风|用|为|出|品|者|业|战|息|报|表|主|家|文|答|案|秀|物|画|假|法|序|价|坊|伴|陪|战)|服务务(?!实|必|工|农|求|虚|员)|研究究(?!竟|其)|整改改(?!革|进|善|变|正|造|建|为|到|编|版|制))"
)
_TWIN = 4.0  # nats a sentence gains without the first of two equal characters
_WORD = 3.0  # logarithm of the count of a word worth taking for one
_CLAUSE = re.compile(r"[^，。；：、！？（）\s]{7,60}")
_LISTING = re.compile(
    r"(?<=[，；。])[^，。；：、！？（）\s]{3,20}、[^，。；：！？（）\s]{3,30}(?=[，。；])"
)  # 做到早发现、早处置
_SHORT_CLAUSE = re.compile(r"(?<=，)([\u4e00-\u9fff]{4,6})(?=[，。；])")
_CLAUSE_PAIR = re.compile(r"([\u4e00-\u9fff]{8})，(?=[\u4e00-\u9fff])([\u4e00-\u9fff]{6,20})(?=[，。；])")
_JOINED = re.compile("^(?:同时|并且?|还|再次?|继续|又|另外|此外)")
_TOO_MANY = 3  # of one word in a sentence
_NEAR = 100  # characters between a clause and the same one again
_TOLD = re.compile(r"[\u4e00-\u9fff\d“”]{8,}")
_SENTENCE = re.compile(r"[^。！？；]+[。；]?")


@rule(
    "R-G1",
    "叠字叠词",
    level="error",
    source="字面",
    hits=(
        "⟦进一步进一步⟧完善学习方式。",
        "与支委⟦逐一逐一⟧谈话，⟦统一统一⟧口径。",
        "⟦严格执行，严格执行⟧制度。",
        "加强⟦的的⟧管理。",
        "扎实⟦开展展⟧活动。",
        "意识形态⟦工作工作⟧平稳。",
        "把理论⟦送到一线职工身边，送到一线职工身边⟧。",
        "对课件、讲座内容⟦严格把关、严格把关⟧，审核8场。",
        "以服务为抓手，⟦为建设和谐美丽社区为建设和谐美丽社区⟧凝聚力量。",
        "留守儿童占比⟦较较⟧高。",
        "寄送⟦学习学习⟧资料46份。",
        "开展主题党日3次，⟦学习学习⟧党的创新理论。",
        "村干部与村民⟦一起一起⟧商议。",
    ),
    misses=(
        "研究研究再决定。",
        "一个一个落实。",
        "扎扎实实、方方面面。",
        "为了了解情况。",
        "落实实施方案。",
        "开展展览12次。",
        "工作作风转变。",
        "的的确确",
        "一次又一次",
        "第一时间发现、第一时间报告",
        "商量商量",
        "坐下来，研究研究对策。",
        "大家讨论讨论再定，向专家请教研究研究方法。",
        "看着看着就掉了眼泪。",
        "实实在在的举措，现在在家门口就能办。",
        "看一看一克有多重。",
        "每月专题研究研究生思想动态。",
        "须有教师、家长代表，家长代表不少于三分之一。",
    ),
)
def doubled(reading: Reading) -> Iterator[Hit]:
    allowed, company = reading.words.repeats, reading.words.company
    for one in reading.tree.paragraphs:
        if one.kind == "table":
            continue
        for match in _TWICE.finditer(one.bare):
            word = match[1]
            half = len(word) // 2
            if len(word) % 2 == 0 and word[:half] == word[half:]:
                word = word[:half]
            ahead = one.bare[match.end() : match.end() + 4]
            listed = word in allowed
            if word in _VERBS and not _CASUAL.search(one.bare[: match.start()]):
                listed = False
            if word in _VERBS and (ahead.startswith("再") or word == "研究" and re.match("方法|成果|课题|报告", ahead)):
                listed = True
            elif word in ("学习", "检查", "核实") and re.match(r"[\u4e00-\u9fff]", ahead):
                listed = False
            elif listed and re.search(r"[\u4e00-\u9fff]$", one.bare[: match.start()]):
                listed = not any(ahead[:size] in company.after.get(word, ()) for size in (2, 3, 4))
            if (
                word[0] == "的"
                or listed
                or len(set(word)) == 1
                or re.match(r"[一二两三几每][\u4e00-\u9fff]+$", word)
                and not (
                    _POINTED.search(one.bare[: match.start()])
                    or re.fullmatch(
                        "每(?:月|周|季度?|学期|年|半年|个|名|两|支|次|户)|一(?:起(?!地)|同|道|贯|致|律|体|边)", word
                    )
                )
                or re.match(r"(?![逐统同唯第单]一|[为除]了)[\u4e00-\u9fff][一着了]$", word)
                or re.fullmatch(r"[〇○零一二三四五六七八九十百千万]+", word)
            ):
                continue
            if len(word) == 2 and _straddles(one.bare, match.start(), word, allowed):
                continue
            yield span(one, match, f"“{match[1]}”重复", suggestion=match[1])
        for match in _PHRASE.finditer(one.bare):
            if not re.search(r"[。，；：、\u4e00-\u9fff]?$", one.bare[: match.start()]) or match[1] in allowed:
                continue
            after = one.bare[match.end() : match.end() + 1]
            opens = match.start() == 0 or one.bare[match.start() - 1] in "。；："
            whole = opens or one.bare[match.start() - 1] in "，、“"
            if after in "，。；、" and (whole or len(match[1]) >= 4) or after and len(match[1]) >= (4 if opens else 6):
                yield span(one, match, f"“{match[1]}”重复", suggestion=match[1] if after in "，。；、" else None)
        for pattern in (_PARTICLE, _TAIL):
            for match in pattern.finditer(one.bare):
                yield span(one, match, f"“{match[0]}”叠字", suggestion=match[0][:-1])


def _straddles(text: str, start: int, word: str, allowed: frozenset[str]) -> bool:
    """True where ABAB is really …A|BA|B… across two right words, listed in allowed with their neighbours."""
    near = text[max(start - 2, 0) : start + 6]
    return any(len(one) > 4 and one in near for one in allowed)


@rule(
    "R-G1",
    "词尾叠字",
    level="warning",
    source="字面",
    hits=("监管手段相对⟦滞后后⟧。", "加强⟦监督督⟧，抓好落实。", "对⟦公共场所所⟧实行备案。"),
    misses=(
        "常常、大大、往往。",
        "监管手段滞后，节假日常常应接不暇。",
        "回镇后人人能写稿。",
        "谢谢大家。",
        "丰富学生生活。",
        "转变工作作风，就下一步工作作了部署，就宣传工作作经验交流。",
        "党组织织密防护网。",
        "交代得清清楚楚。",
        "一步步走进圈套。",
        "今年年初，主任任副组长。",
        "深入学习习近平总书记重要讲话精神。",
    ),
)
def doubled_ends(reading: Reading) -> Iterator[Hit]:
    common, heads, lexicon = reading.words.common, reading.words.heads, reading.words.lexicon
    for one, match in reading.search(re.compile(r"([\u4e00-\u9fff]([\u4e00-\u9fff]))\2"), view="bare"):
        following = one.bare[match.end() : match.end() + 1]
        if one.bare[match.start() - 1 : match.start()] == match[1][0] or match[1][0] == "一":
            continue  # 清清楚楚, 一步步
        rest = one.bare[match.end() - 1 : match.end() + 3]
        starts = (
            any(lexicon.counts.get(rest[:size], 0.0) > _WORD for size in (2, 3, 4)) if lexicon is not None else False
        )
        if (
            match[2] == "到"
            and following in "村户组人家岗边位点"
            or match[1] == "工作"
            and not _TAIL.match(one.bare, match.start())
        ):
            continue  # 做到|到村到户, 工作|作了部署
        if match[2] in "任常往" or starts or rest.startswith("习近") or match[2] * 2 in reading.words.repeats:
            continue  # 今年|年初, 学习|习近平, 回镇后|人人
        if match[0] == "存在在" and THERE_IS.match(one.bare, match.end() - 1):
            continue  # 存在在平台质疑的可能
        longer = one.bare[max(match.start() - 1, 0) : match.start() + 2]
        known = match[1] in common or len(longer) == 3 and longer in reading.words.company.words
        if known and match[1][0] != match[2] and following not in heads.get(match[2], ""):
            yield span(one, match, f"“{match[0]}”叠字", suggestion=match[1])


@rule(
    "R-G1",
    "词首叠字",
    level="warning",
    source="字面",
    hits=("现场听取意见，⟦切切实⟧改进服务。", "⟦夯夯实⟧工作基础。"),
    misses=(
        "密切切实相关的事。",
        "人人参与。",
        "一一落实。",
        "深深扎根。",
        "干干净净。",
        "为了了解情况。",
        "党组组织学习。",
        "科科长、组组长带头。",
    ),
)
def doubled_starts(reading: Reading) -> Iterator[Hit]:
    lexicon = reading.words.lexicon
    if lexicon is None:
        return
    for one, match in reading.search(re.compile(r"([\u4e00-\u9fff])\1([\u4e00-\u9fff])"), view="bare"):
        start, end = match.span()
        word = match[1] + match[2]
        around = (one.bare[max(start - 1, 0) : start + 1], one.bare[start : start + 2], one.bare[start:end])
        follows = one.bare[end : end + 1]
        if (
            word not in reading.words.common
            or follows == match[2]
            or any(lexicon.counts.get(part, 0.0) > _WORD for part in around if len(part) > 1 and part != match[1] * 2)
            or match[1] in lexicon.alone
            or match[1] in ENDINGS
            or lexicon.better(one.bare, start, end, word) < _TWIN
        ):
            continue
        yield span(one, match, f"“{match[0]}”叠字", suggestion=word)


@rule(
    "R-G1",
    "动词前后重复",
    level="warning",
    source="字面",
    hits=("对长期不更新的账号⟦及时予以及时⟧清理。", "⟦全面进行全面⟧排查。"),
    misses=("及时予以清理。", "学习进行学习交流的安排。"),
)
def doubled_around(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(r"([\u4e00-\u9fff]{2})(?:予以|给予|进行|加以|地)\1(?![\u4e00-\u9fff]*的)"), view="bare"
    ):
        yield span(one, match, f"“{match[1]}”重复", suggestion=match[0][:-2])


@rule(
    "R-G1",
    "“甲和甲”",
    level="warning",
    hits=("⟦党员和党员⟧，都要参加。",),
    misses=("党员和党员干部都要参加。", "学校和家庭协同。"),
)
def same_pair(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_AND, view="bare"):
        yield span(one, match, f"并列的两项相同：“{match['item'] or match['inner']}”")


@rule(
    "R-G1",
    "“按照……要求，按照……要求”",
    level="warning",
    hits=("⟦按照上级要求，按照上级工作要求⟧，抓好落实。",),
    misses=("按照上级要求，按时完成任务。",),
)
def same_frame(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(
        re.compile(
            r"(?:按照|根据|围绕|为了?|通过)([^，。；]{2,20}?)(要求|部署|精神|安排)[，、](?:按照|根据|围绕|为了?|通过)([^，。；]{2,24}?)\2(?=[，、。])"
        )
    ):
        if match[1][:2] == match[3][:2]:
            yield span(one, match, "两个状语重复")


@rule(
    "R-G4",
    "近处重复的分句",
    level="warning",
    hits=(
        "指定2名职工收集意见，做到早发现、早处置，建立回访制度，⟦做到早发现、早处置⟧。",
        "切实压实各级领导责任，抓好学习，⟦切实压实各级领导责任⟧，抓好宣传。",
        "开展拉网式排查，建立台账，限期整改，⟦建立台账⟧，整改情况全乡通报。",
        "本季度召开分析研判会一次并形成研判报告。\n本季度平稳有序。\n⟦本季度召开分析研判会一次并形成研判报告。⟧",
        "活动须在指定地点、指定时间进行，并做好登记。⟦须在指定地点、指定时间进行，并做好登记。⟧",
        "一是抓学习，每周通报一次。⟦每周通报一次。⟧",
        "镇党委切实提高政治站位，压实工作责任，开展督查1次。各村⟦切实提高政治站位，压实工作责任⟧，发放资料800份。",
        "一是由网格员每月入户讲解防骗知识，帮助居民辨别传言，⟦每月入户讲解防骗知识⟧。",
    ),
    misses=(
        "切实压实各级领导责任，抓好学习。",
        "抓学习。（责任单位：宣传统战办公室；完成时限：2025年12月底）抓阵地。（责任单位：宣传统战办公室；完成时限：2025年12月底）",
    ),
)
def near_clauses(reading: Reading) -> Iterator[Hit]:
    seen_sentences: dict[str, int] = {}
    seen_bodies: dict[str, int] = {}
    for one in reading.tree.prose:
        bare = re.sub(r"（[^（）]*）", lambda match: "\ue000" * len(match[0]), one.bare)
        tail = one.text[one.head :].strip()
        if len(tail) >= 15 and "。" in tail and seen_bodies.setdefault(tail, one.index) != one.index:
            yield Hit(one, 0, len(one.text), "整段与前文重复")
            continue
        last: dict[str, int] = {}
        for match in (*_CLAUSE.finditer(bare), *_LISTING.finditer(bare)):
            words = match[0]
            if "\ue000" in words:
                continue
            if words in last and match.start() - last[words] <= 120:
                yield span(one, match, f"“{words}”在近处重复")
            last[words] = match.end()
        ends: dict[tuple[str, str], int] = {}
        for match in _CLAUSE_PAIR.finditer(bare):
            key = (match[1], match[2])
            if key in ends and match.start() - ends[key] <= _NEAR:
                yield span(one, match, f"“{match[1]}，{match[2]}”在近处重复")
            ends[key] = match.end()
        for sentence in _SENTENCE.finditer(bare):
            short: set[str] = set()
            for match in _SHORT_CLAUSE.finditer(sentence[0]):
                if match[1] in short:
                    place = sentence.start() + match.start(1)
                    yield Hit(one, place, place + len(match[1]), f"“{match[1]}”在同一句里重复")
                short.add(match[1])
        told: list[tuple[str, int]] = []
        for clause in re.finditer(r"[^，：。；]+", bare):
            words = _JOINED.sub("", clause[0].strip())
            if _TOLD.fullmatch(words):
                place = clause.end() - len(words)
                if any(before.endswith(words) and before != words and place - end <= _NEAR for before, end in told):
                    yield Hit(one, place, clause.end(), f"“{words}”在近处重复")
                told.append((clause[0].strip(), clause.end()))
        for match in _SENTENCE.finditer(bare):
            words = match[0].strip()
            again = len(words) >= 6 and words[-1] in "。；" and bare[: match.start()].endswith(words)
            if again and "\ue000" not in words:
                yield span(one, match, "紧接着又写了一遍同一句", suggestion="")
            if (
                "\ue000" * 3 not in words
                and len(words) >= 19
                and words[-1] in "。；"
                and seen_sentences.setdefault(words, one.index) != one.index
            ):
                yield span(one, match, "整句与前文重复")


@rule(
    "R-G4",
    "同句多个“进一步”“均”",
    level="warning",
    hits=("进一步抓学习，进一步抓宣传，⟦进一步⟧抓阵地。", "均明确了专人，均落实了制度，⟦均⟧建立了台账。"),
    misses=("进一步抓学习，抓宣传。", "人均、户均、场均均有提高。"),
)
def furthers(reading: Reading) -> Iterator[Hit]:
    for one in reading.tree.prose:
        for sentence in re.finditer(r"[^。；]+", one.text):
            for word in ("进一步", "均"):
                found = list(re.finditer(rf"(?:^|(?<=[，、])){word}" if word == "均" else word, sentence[0]))
                if len(found) >= _TOO_MANY:
                    start = sentence.start() + found[2].start()
                    yield Hit(one, start, start + len(word), f"一句里用了{len(found)}个“{word}”")


_LAST = "社区党委每月召开一次碰头会，梳理网格里居民反映的意见，逐条登记、逐条回复，并在宣传栏公开办理结果，居民反映较好，发放宣传单500份。"


@rule(
    "R-G6",
    "与上期雷同",
    level="warning",
    source="PROOFREADING.md R-G；与上期文稿比对",
    needs="previous",
    hits=((f"⟦{_LAST}⟧", None, (_LAST.replace("500", "480"),)),),
    misses=(
        (_LAST, None, ("社区党委每季度召开居民议事会，听取意见建议，办理民生实事，发放宣传单480份，居民比较满意。",)),
        ("召开会议1次。", None, ("召开会议1次。",)),
    ),
)
def same_as_last(reading: Reading) -> Iterator[Hit]:
    """Compare each body paragraph of 40 characters or more with last period's; 90 % alike is reported."""
    grams: dict[str, list[int]] = defaultdict(list)
    olds = [re.sub(r"\s", "", line) for line in reading.previous]
    for index, old in enumerate(olds):
        for key in {old[i : i + 8] for i in range(max(len(old) - 7, 0))}:
            grams[key].append(index)
    for one in reading.tree.prose:
        if len(one.text) < 40:
            continue
        votes: Counter[int] = Counter()
        for i in range(0, len(one.text) - 7, 3):
            votes.update(grams.get(one.text[i : i + 8], ()))
        best = max((_alike(one.text, olds[index]) for index, _ in votes.most_common(3)), default=0.0)
        if best >= 0.9:
            yield Hit(one, 0, len(one.text), f"与上期雷同（{best:.0%}）：核对是否照抄上期")


def _alike(text: str, old: str) -> float:
    """Return the share of the text's characters that stand in the same order in the old paragraph."""
    matcher = SequenceMatcher(None, text, old, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks() if block.size >= 2) / max(len(text), 1)


def repeated_words(texts: Sequence[str]) -> Counter[str]:
    """Count clauses that stand in several texts: what a batch has copied from one to another."""
    return Counter(clause for text in texts for clause in set(_CLAUSE.findall(text)))

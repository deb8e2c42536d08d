"""Rules that warn of personal data: identity-card numbers (with their check digit) and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.core.proofreading.registry import Hit, Reading, rule, span

_CARD = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?)\d{4}(?:[ -]?)\d{4}(?!\d)")
_SHORT = re.compile(r"(?:电话|手机|手机号|手机号码|联系方式)[:：]?\s?(1[3-9]\d{7,11})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-－—]\d{7,8}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643—1999 附录A


def card_is_valid(number: str) -> bool:
    """Check the last digit of an 18-digit identity-card number (GB 11643—1999)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


@rule(
    "R-I1",
    "身份证号",
    level="warning",
    source="GB 11643—1999；SAFETY.md",
    hits=("居民身份证号⟦11010519491231002X⟧。", "身份证号⟦110101199003074518⟧。"),
    misses=("编号110105194912310021。", "文号20250701。", "发放资料6000份。"),
)
def identity_cards(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_CARD, kinds="all"):
        if card_is_valid(match[0]) or re.search(r"(?:身份证|公民身份)[^，。；\d]{0,6}$", one.text[: match.start()]):
            yield span(one, match, "正文里有身份证号，应删去")


@rule(
    "R-I2",
    "电话号码",
    level="warning",
    source="DESIGN.md 5",
    hits=("联系人手机⟦13800138000⟧。", "联系人：李明，电话：⟦1380013800⟧。", "住户电话⟦0512-66881234⟧。"),
    misses=(
        "拨打12345热线。",
        "咨询电话：0512-66881234。",
        "如需预约，可拨打0512-66881234咨询。",
        "总额13800138000.5元",
        "编号2138001380001",
    ),
)
def telephones(reading: Reading) -> Iterator[Hit]:
    for one, match in reading.search(_MOBILE, kinds="all"):
        if not re.match(r"\.\d|元", one.text[match.end() :]):
            yield span(one, match, "正文里有手机号，核对是否应删去")
    for one, match in reading.search(_SHORT, kinds="all"):
        if len(match[1]) != 11:
            yield span(one, match, f"手机号应为11位，这里是{len(match[1])}位", group=1)
    for one, match in reading.search(_LANDLINE, kinds="all"):
        public = re.search(
            r"(?:联系|咨询|举报|服务|监督|热线|值班|拨打|致电)(?:电话)?[:：]?[^，。]{0,6}$", one.text[: match.start()]
        )
        if not public:
            yield span(one, match, "正文里有电话号码，核对是否应删去")

"""A year's chain at the screen: last period taken over, comparison and source of one figure, its ledger, sums taken over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from lib.store.opening import open_store
from tests.browser.clerk import Clerk
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
YEAR = date.today().year
REPORT, DUTY, VILLAGE, SCHOOL = "研判报告", "述职报告", "柳湾社区", "清河一中"


@pytest.fixture(scope="module")
def county(server: Server) -> Iterator[Server]:
    """Seed a village with a plan and three quarters of last year's four, and a school that reports by half-years."""
    store = open_store(server.data / "填报.db")
    rows = [{"单位名称": "清泉街道", "级别": "镇街"}, {"单位名称": SCHOOL, "级别": "学校", "上级单位": "清泉街道"}]
    store.import_units([*rows, {"单位名称": VILLAGE, "级别": "社区", "上级单位": "清泉街道"}], apply=True)
    store.create_draft("工作要点", VILLAGE, str(YEAR), {"宣讲目标": "40"}, status="final")
    text = {"理论学习情况": "组织学习。"}
    for quarter, lectures in ((1, "12"), (3, "10"), (4, "10")):
        raw = {"宣讲场次": lectures, "培训期数": "1", **text}
        store.create_draft(REPORT, VILLAGE, f"{YEAR}Q{quarter}", raw, status="final")
    store.create_draft(REPORT, SCHOOL, f"{YEAR}H1", {}, status="final")
    store.engine.dispose()
    yield server


@pytest.fixture()
def at_work(county: Server, open_page: Callable[[str], Page]) -> Callable[[str], Clerk]:
    def opened(path: str = "") -> Clerk:
        return Clerk(open_page(f"{county.url}/{path}"))

    return opened


def choose_when_still(clerk: Clerk, label: str, choice: str) -> None:
    """Open a list once nothing is being drawn any more, again where a drawing shut it, and choose."""
    option = clerk.page.get_by_role("option", name=choice, exact=True)
    for _ in range(4):
        clerk.page.wait_for_timeout(700)
        clerk.field(label).click()
        clerk.page.wait_for_timeout(500)
        if option.count():
            break
    option.click()


def test_a_quarter_beside_the_last_one(at_work: Callable[[str], Clerk]) -> None:
    clerk = at_work("")
    page = clerk.page
    clerk.begin(REPORT, VILLAGE, f"{YEAR}年第二季度")
    clerk.press("沿用上期")
    clerk.go("理论学习")
    expect(clerk.field("工作情况")).to_have_value("组织学习。")
    expect(clerk.field("宣讲")).to_have_value("")
    expect(page.locator(".mark", has_text="沿用了上期内容")).to_be_visible()
    clerk.fill("工作情况", "组织学习，深入宣讲。")
    clerk.fill("宣讲", "15")
    expect(page.locator(".target", has_text="27/40场，进度正常")).to_be_visible()
    expect(page.locator('[data-cell="宣讲场次"]')).to_have_text("＋3（＋25%）")
    expect(page.locator(".mark", has_text="沿用了上期内容")).to_have_count(0)

    clerk.press("填来源、设比较")
    clerk.fill("宣讲的来源说明", "宣讲签到表")
    clerk.wait_until_saved()
    choose_when_still(clerk, "宣讲的比较", "上期")
    expect(page.get_by_text("较上季度增加3场，增长25%").first).to_be_visible()
    choose_when_still(clerk, "宣讲的比较", "比较随全文")
    expect(page.get_by_text("较上季度增加3场，增长25%")).to_have_count(0)
    line = page.locator('[class*="st-key-beside-"]').filter(has=page.get_by_label("宣讲的来源说明"))
    line.get_by_role("button", name="台账").click()
    expect(page.locator(".board").filter(has_text="现在的数")).to_contain_text("宣讲签到表")
    page.get_by_role("button", name="打开填报处").click()
    clerk.wait_for_form()
    expect(clerk.field("宣讲")).to_be_focused()


def test_a_year_takes_the_sums_of_its_quarters(at_work: Callable[[str], Clerk]) -> None:
    clerk = at_work("")
    page = clerk.page
    clerk.begin(DUTY, VILLAGE, f"{YEAR}年度")
    clerk.go("理论学习")
    page.get_by_role("button", name=re.compile("^空着的2个数都采用合计")).click()
    expect(clerk.field("培训")).to_have_value("3")
    page.get_by_role("button", name="填来源、设比较").click()
    expect(clerk.field("培训的来源说明")).to_have_value(re.compile("^分期合计：一季度1＋三季度1＋四季度1＝3，缺二季度"))
    expect(clerk.field("宣讲")).to_have_value(re.compile("^(32|47)$"))


def test_a_school_that_reports_by_half_years_is_not_missing(at_work: Callable[[str], Clerk]) -> None:
    page = at_work("overview").page
    row = page.locator(".board tr", has_text=SCHOOL)
    expect(row).to_contain_text("按半年报")
    expect(row.get_by_role("button")).to_have_text("● 定稿（上半年）")

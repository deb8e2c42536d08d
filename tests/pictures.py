"""Take the README's pictures from the running program: every page, filled with the examples. Run by hand.

    python -m tests.pictures            → tests/pictures/*.png, each under 150 KB
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from lib import workflow
from lib.core.model import Unit
from lib.store.opening import open_store
from lib.word.pdf import PdfMaker
from tests.browser.clerk import Clerk
from tests.browser.serving import ROOT, Server

OUT = ROOT / "tests" / "pictures"
SCREEN = {"width": 1366, "height": 768}
MAX_BYTES = 150_000
DISTRICT, TOWN, OTHERS = "云溪区", "青石镇", ("柳湾社区", "石桥村", "杏林社区")
REPORT, DUTY, PLAN = "研判报告", "述职报告", "工作要点"
QUARTERS = {"2025Q1": 0.8, "2025Q2": 1.0}  # share of the example's figures
PAUSE = 2500  # ms for pages to be drawn


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ids = seed(Path(folder))
        server = Server(Path(folder)).start()
        try:
            take_all(server, ids)
        finally:
            server.stop()
    for path in sorted(OUT.glob("*.png")):
        shrink(path)
        size = path.stat().st_size
        print(f"{path.name:20} {size // 1000:4d} KB")
        assert size < MAX_BYTES, path


def shrink(path: Path) -> None:
    """Keep 128 colours: a page has few, and the file is a third."""
    with Image.open(path) as image:
        few = image.convert("RGB").quantize(128)
    few.save(path, optimize=True)


def example(name: str) -> dict:
    return json.loads((ROOT / "forms" / "examples" / f"{name}.json").read_text(encoding="utf-8"))["填报"]


def seed(data: Path) -> dict[str, str]:
    """Fill a store as a town in use has it; return name → draft id."""
    store = open_store(data / "填报.db")
    store.save_unit(Unit(DISTRICT, level="县区", party="中共云溪区委"))
    store.save_unit(Unit(TOWN, level="镇街", parent=DISTRICT, party="中共青石镇委员会", superior="中共云溪区委"))
    for name in OTHERS:
        store.save_unit(Unit(f"{TOWN}{name}", short=name, level="社区", parent=TOWN))
    raw, ids = example(REPORT), {}
    for period, share in QUARTERS.items():
        ids[period] = store.create_draft(REPORT, TOWN, period, scaled(raw, share)).id
    ids[DUTY] = store.create_draft(DUTY, TOWN, "2025", example(DUTY)).id
    ids[PLAN] = store.create_draft(PLAN, TOWN, "2025", example(PLAN)).id
    for number, name in enumerate(OTHERS[:2]):
        draft = store.create_draft(REPORT, f"{TOWN}{name}", "2025Q2", scaled(raw, 0.1 * (number + 1)))
        store.set_status(draft.id, ("final", "draft")[number])
    store.set_status(ids["2025Q1"], "final")
    store.remember(None, "最近", "单位", TOWN)
    store.close()
    picture_of_document(example(REPORT))
    return ids


def scaled(raw: dict, share: float) -> dict:
    """Return an entry with its plain figures made smaller; what is no plain figure stays."""
    return {
        name: str(max(1, int(int(value) * share))) if isinstance(value, (str, int)) and str(value).isdigit() else value
        for name, value in raw.items()
    }


def picture_of_document(raw: dict) -> None:
    """Set the example in Word, turn it into PDF and take its first page."""
    document = workflow.produce(workflow.open_workspace(ROOT), REPORT, TOWN, "2025Q2", raw, draft=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "page.pdf")
        pdf.write_bytes(PdfMaker().make(document.content))
        command = ["pdftoppm", "-png", "-r", "80", "-gray", "-singlefile", "-f", "1", "-l", "1", str(pdf), str(OUT / "document")]
        subprocess.run(command, check=True)


def take_all(server: Server, ids: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="zh-CN", viewport=SCREEN).new_page()  # type: ignore[arg-type]
        for name, steps in PICTURES.items():
            steps(page, server.url, ids)
            page.wait_for_timeout(PAUSE)
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


def home(page: Page, url: str, ids: dict[str, str]) -> None:
    page.goto(url)


def form(page: Page, url: str, ids: dict[str, str]) -> None:
    page.goto(f"{url}/form?d={ids['2025Q2']}&s=3")
    clerk = Clerk(page)
    clerk.wait_for_form()
    page.wait_for_timeout(PAUSE)
    page.locator('[class*="st-key-grid-"] [data-testid="stTextInputField"]').nth(0).click()


def rows(page: Page, url: str, ids: dict[str, str]) -> None:
    Clerk(page).go("风险隐患")


def findings(page: Page, url: str, ids: dict[str, str]) -> None:
    clerk = Clerk(page)
    clerk.go("责任落实")
    clerk.fill("部署会、工作会议", "１２ａ")
    page.wait_for_timeout(PAUSE)
    clerk.press("下载 Word")


def plan(page: Page, url: str, ids: dict[str, str]) -> None:
    page.goto(f"{url}/form?d={ids[PLAN]}&s=3")
    Clerk(page).wait_for_form()


def other(path: str) -> Callable[[Page, str, dict[str, str]], None]:
    return lambda page, url, ids: page.goto(f"{url}/{path}") and None


PICTURES: dict[str, Callable[[Page, str, dict[str, str]], None]] = {
    "home": home,
    "form": form,
    "rows": rows,
    "findings": findings,
    "plan": plan,
    "drafts": other("drafts"),
    "excel": other("excel"),
    "proofread": other("proofread"),
    "layout": other("layout"),
    "overview": other("overview"),
    "ledger": other("ledger"),
    "units": other("units"),
}

if __name__ == "__main__":
    main()

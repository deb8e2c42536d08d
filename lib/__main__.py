"""The use cases on the command line: `python -m lib VERB`. Exit 0 done, 1 the entry has errors, 2 wrong call or file."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from lib import workflow
from lib import workflow_files as files
from lib.core.model import LEVEL_NAMES, Finding
from lib.core.schema import schema_of
from lib.errors import CallError, FillError, RefusedError, os_reason

ROOT = Path(__file__).resolve().parent.parent
DONE, REFUSED, WRONG = 0, 1, 2

_ARGPARSE_WORDS = {  # argparse's own words, for people who read only Chinese
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "the following arguments are required: %s": "缺少：%s",
    "unrecognized arguments: %s": "多出来的：%s",
    "expected one argument": "后面要跟一个值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可用：%(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是整数",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError(f"命令写法有误：{message}。用 python -m lib --help 查看用法")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code, prints one Chinese line on standard error when it is 2."""
    _speak_chinese()
    try:
        options = _parser().parse_args(arguments)
        return options.run(options)
    except RefusedError as error:
        _print_findings(error.findings, getattr(options, "json", False))
        print(str(error), file=sys.stderr)
        return REFUSED
    except FillError as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        return DONE


def _speak_chinese() -> None:
    argparse._ = lambda text: _ARGPARSE_WORDS.get(text, text)  # type: ignore[attr-defined]  # argparse has no other door
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m lib", description="填报成文：填报数字，生成公文")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="命令", parser_class=_Parser)
    for name, (run, about, declare) in VERBS.items():
        verb = verbs.add_parser(name, help=about, description=about)
        declare(verb)
        verb.set_defaults(run=run)
    return parser


def _workspace(options: argparse.Namespace) -> workflow.Workspace:
    return workflow.open_workspace(_root())


def _root() -> Path:
    return Path(os.environ.get("TIANBAO_ROOT", ROOT))


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def _print_findings(findings: Sequence[Finding], as_json: bool) -> None:
    if as_json:
        return _print_json([one.as_json() for one in findings])
    for one in findings:
        place = one.field or (f"第{one.paragraph + 1}段" if one.paragraph is not None else "")
        if one.start is not None:
            place += f" {one.start}–{one.end}字"
        print("\t".join((LEVEL_NAMES[one.level], one.rule, place.strip(), one.message)))
    return None


def _write(path: str, content: bytes) -> None:
    """Write beside and replace, so that a full disk leaves no half file."""
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CallError(f"写不了文件“{target.name}”：{os_reason(error)}，请换一个位置或关闭正打开它的程序") from None


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise CallError(f"找不到文件“{Path(path).name}”，请核对文件名和位置") from None
    except OSError as error:
        raise CallError(f"文件“{Path(path).name}”打不开：{os_reason(error)}") from None


# ---- verbs ---------------------------------------------------------------------------------------------------------


def formats(options: argparse.Namespace) -> int:
    forms = _workspace(options).forms.values()
    if options.json:
        _print_json([{"文种": one.name, "报告期": one.periods, "说明": one.description} for one in forms])
    for one in () if options.json else forms:
        print(f"{one.name}\t{'、'.join(one.periods)}\t{one.description}")
    return DONE


def fields(options: argparse.Namespace) -> int:
    form = _workspace(options).form(options.format)
    if options.json:
        _print_json(schema_of(form))
        return DONE
    for section in form.sections:
        print(f"【{section.label}】")
        for one in section.fields:
            print("\t".join((one.name, one.type, one.label, one.unit, "必填" if one.required else "")).rstrip())
    return DONE


def check(options: argparse.Namespace) -> int:
    examined, findings = _examined(options)
    _print_findings(findings, options.json)
    print(workflow.summary(findings), file=sys.stderr)
    return REFUSED if any(one.level == "error" for one in findings) else DONE


def fill(options: argparse.Namespace) -> int:
    preset = files.preset_named(options.preset) if options.preset else None
    workspace = workflow.open_workspace(_root(), preset=preset)
    entry = workflow.read_entry(Path(options.values), workspace.form(options.format))
    examined = workflow.examine(workspace, options.format, entry.unit, entry.period, entry.raw)
    examined = workflow.with_findings(examined, entry.findings)
    document = workflow.finish(workspace, examined, draft=options.draft)
    _write(options.output, document.content)
    _print_findings([one for one in document.findings if one.level != "info"], options.json)
    print(f"已生成 {Path(options.output).name}（{workflow.summary(document.findings)}）", file=sys.stderr)
    return DONE


def _examined(options: argparse.Namespace) -> tuple[workflow.Examined, tuple[Finding, ...]]:
    workspace = _workspace(options)
    entry = workflow.read_entry(Path(options.values), workspace.form(options.format))
    examined = workflow.examine(workspace, options.format, entry.unit, entry.period, entry.raw)
    return examined, (*entry.findings, *examined.findings)


def render(options: argparse.Namespace) -> int:
    content, notes = files.render_file(_read(options.template), files.read_context(Path(options.context)))
    _write(options.output, content)
    _print_findings(notes, options.json)
    return DONE


def inspect(options: argparse.Namespace) -> int:
    inspection = files.inspect_file(_workspace(options), _read(options.template), options.form)
    if options.json:
        _print_json(inspection.as_json())
    else:
        _print_findings(inspection.findings, False)
        print(workflow.summary(inspection.findings), file=sys.stderr)
    return REFUSED if any(one.level == "error" for one in inspection.findings) else DONE


def layout(options: argparse.Namespace) -> int:
    from lib.workflow_layout import preset_of, read_file, set_pieces

    path = Path(options.text)
    read = read_file(path.name, _read(options.text), mend=options.mend)
    laid = set_pieces(read.pieces, preset_of(files.read_preset(options.preset), options.font_set))
    if options.output:
        _write(options.output, laid.content)
    elif not options.fonts:
        raise CallError("请用 -o 写明生成的Word文档，或用 --fonts 只列字体")
    own = () if options.preset in files.PRESET_NAMES else laid.deviations
    for line in (*read.notes, *read.mended, *own):
        print(line, file=sys.stderr)
    for font in laid.fonts if options.fonts else ():
        print(f"{font.name}\t{font.advice}")
    return DONE


def proofread(options: argparse.Namespace) -> int:
    from lib.workflow_proofread import About, proofread_file

    about = About(options.form or "", options.unit, options.period)
    read = proofread_file(_workspace(options), Path(options.file).name, _read(options.file), about)
    _print_findings(read.findings, options.json)
    print(workflow.summary(read.findings), file=sys.stderr)
    return REFUSED if read.errors else DONE


def blank(options: argparse.Namespace) -> int:
    from lib import workflow_workbooks as workbooks

    workspace = _workspace(options)
    _write(options.output, workbooks.blank(workspace, options.format, options.units, options.period, many=options.many))
    return DONE


def batch(options: argparse.Namespace) -> int:
    from lib.workflow_batch import as_bytes, batch_from_workbook

    workspace, content = _workspace(options), _read(options.workbook)

    def told(done: int, total: int, name: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{done}/{total} {name[:30]:<30}", end="", file=sys.stderr)

    made, report = as_bytes(
        lambda target: batch_from_workbook(
            workspace, options.format, content, target, workers=options.workers, draft=options.draft, progress=told
        )
    )
    _write(options.output, made)
    _print_findings(report.notes, False)
    print(report.summary, file=sys.stderr)
    return REFUSED if report.not_made else DONE


# ---- what each verb takes ------------------------------------------------------------------------------------------


def _nothing(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="以JSON输出")


def _with_format(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("format", metavar="文种", help="如 研判报告")
    _nothing(verb)


def _with_values(verb: argparse.ArgumentParser) -> None:
    _with_format(verb)
    verb.add_argument("--values", required=True, metavar="文件", help="数据文件：JSON、YAML或填报工作簿")


def _fill_options(verb: argparse.ArgumentParser) -> None:
    _with_values(verb)
    verb.add_argument("-o", dest="output", required=True, metavar="文件", help="生成的Word文档")
    verb.add_argument("--draft", action="store_true", help="生成草稿，允许有【待补】")
    verb.add_argument("--preset", metavar="版面", help="国标、通行，或本单位的版面文件（.yaml）")


def _render_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("template", metavar="模板", help="Word模板（.docx）")
    verb.add_argument("--context", required=True, metavar="文件", help="内容：JSON")
    verb.add_argument("-o", dest="output", required=True, metavar="文件", help="生成的Word文档")
    _nothing(verb)


def _inspect_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("template", metavar="模板", help="Word模板（.docx）")
    verb.add_argument("--form", metavar="文种", help="按这种文稿的字段核对标签")
    _nothing(verb)


def backup(options: argparse.Namespace) -> int:
    from lib.store.opening import DATABASE, open_store

    place = os.environ.get("DATABASE_URL") or _root() / options.data / DATABASE
    if isinstance(place, Path) and not place.is_file():
        raise CallError(f"数据文件夹“{options.data}”里没有数据，请用 --data 写明启动时用的数据文件夹")
    store = open_store(place)
    try:
        copy = store.backup(Path(options.output))
    finally:
        store.close()
    print(f"已备份到 {copy.name}（{copy.stat().st_size // 1024} KB）", file=sys.stderr)
    return DONE


def _backup_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", dest="output", required=True, metavar="文件", help="备份文件")
    verb.add_argument("--data", default="data", metavar="文件夹", help="启动时用的数据文件夹")


def _layout_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("text", metavar="文件", help="文本（.txt、.md）或Word文档（.docx）")
    verb.add_argument("-o", dest="output", metavar="文件", help="生成的Word文档")
    verb.add_argument("--preset", default="国标", metavar="版面", help="国标、通行，或本单位的版面文件（.yaml）")
    verb.add_argument("--font-set", default="标准", choices=("标准", "免装字体"), help="字体集")
    verb.add_argument("--mend", action="store_true", help="把中文间的半角标点改成全角，并列出")
    verb.add_argument("--fonts", action="store_true", help="列出文档要用的字体")


def _proofread_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", metavar="文件", help="Word文档（.docx）或文本（.txt、.md）")
    verb.add_argument("--format", dest="form", metavar="文种", help="按这种文稿核对")
    verb.add_argument("--unit", default="", metavar="单位", help="填报单位全称")
    verb.add_argument("--period", default="", metavar="报告期", help="如 2025Q2")
    _nothing(verb)


def _blank_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("format", metavar="文种", help="如 研判报告")
    verb.add_argument("-o", dest="output", required=True, metavar="文件", help="生成的工作簿")
    verb.add_argument("--unit", dest="units", action="append", default=[], metavar="单位", help="填好单位名，可多次")
    verb.add_argument("--period", default="", metavar="报告期", help="填好报告期")
    verb.add_argument("--many", action="store_true", help="一行一个单位的批量工作簿")


def _batch_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("format", metavar="文种", help="如 研判报告")
    verb.add_argument("--workbook", required=True, metavar="文件", help="填好的批量工作簿")
    verb.add_argument("-o", dest="output", required=True, metavar="文件", help="生成的压缩包（.zip）")
    verb.add_argument("--workers", type=int, default=0, metavar="数", help="同时工作的进程数（缺省自动）")
    verb.add_argument("--draft", action="store_true", help="有错误的单位也生成草稿")


Run = Callable[[argparse.Namespace], int]
VERBS: dict[str, tuple[Run, str, Callable[[argparse.ArgumentParser], None]]] = {
    "formats": (formats, "列出文稿格式", _nothing),
    "fields": (fields, "列出一种文稿的填报项", _with_format),
    "check": (check, "核对一份数据", _with_values),
    "fill": (fill, "生成一份文稿", _fill_options),
    "batch": (batch, "一次生成许多单位的文稿", _batch_options),
    "blank": (blank, "生成空白填报工作簿", _blank_options),
    "inspect": (inspect, "检查Word模板", _inspect_options),
    "layout": (layout, "把文字排成公文", _layout_options),
    "proofread": (proofread, "校对一份文稿", _proofread_options),
    "render": (render, "用任意模板成文", _render_options),
    "backup": (backup, "备份全部数据", _backup_options),
}


if __name__ == "__main__":
    sys.exit(main())

"""The command line's contract: exit codes, findings on standard output, one Chinese line on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from lib.__main__ import VERBS, main
from tests.little import text_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "forms" / "examples" / "研判报告.json"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def values(tmp_path: Path, **changes: object) -> Path:
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data["填报"] |= changes.pop("填报", {})
    path = tmp_path / "数据.json"
    path.write_text(json.dumps(data | changes, ensure_ascii=False), encoding="utf-8")
    return path


def test_formats_lists_the_three(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "formats")
    assert code == 0 and {"研判报告", "述职报告", "工作要点"} <= {line.split("\t")[0] for line in out.splitlines()}
    assert json.loads(run(capsys, "formats", "--json")[1])


@pytest.mark.parametrize("name", ["研判报告", "述职报告", "工作要点"])
def test_fields_is_a_schema_that_the_examples_keep(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(run(capsys, "fields", name, "--json")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    example = json.loads((ROOT / "forms" / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.validate(example, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(example | {"填报": {"没有这一项": 1}}, schema)


def test_check_is_0_for_a_good_entry_and_1_for_a_faulty_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "研判报告", "--values", str(values(tmp_path)), "--json")
    assert code == 0, out
    assert not [one for one in json.loads(out) if one["level"] == "error"]
    faulty = values(tmp_path, 填报={"专题研究次数": "１２ａ"})
    code, out, _ = run(capsys, "check", "研判报告", "--values", str(faulty), "--json")
    [finding] = [one for one in json.loads(out) if one["level"] == "error"]
    assert code == 1 and finding["field"] == "专题研究次数" and set(finding) >= {"rule", "level", "message", "start", "end"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"单位": ""}, "单位", "单位"),
        ({"报告期": "2025年第五季度"}, "报告期", "不是报告期"),
        ({"报告期": "2025"}, "报告期", "应是"),
        ({"填报": {"没有这一项": 1}}, "没有这一项", "没有"),
        ({"填报": {"专题研究次数": "−3 次"}}, "专题研究次数", "不能小于0"),
        ({"填报": {"专题研究次数": [1]}}, "专题研究次数", "应填数字"),
        ({"备注": "x"}, "备注", "不认识"),
    ],
)
def test_a_wrong_entry_names_its_key(
    changes: dict, field: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "check", "研判报告", "--values", str(values(tmp_path, **changes)), "--json")
    told = [one for one in json.loads(out) if one["field"] == field and one["level"] == "error"]
    assert code == 1 and words in told[0]["message"] and "Traceback" not in err


def test_fill_writes_the_same_bytes_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "甲.docx", tmp_path / "乙.docx"
    for path in (first, second):
        assert run(capsys, "fill", "研判报告", "--values", str(values(tmp_path)), "-o", str(path))[0] == 0
    assert first.read_bytes() == second.read_bytes()
    assert "分析研判报告" in text_of(first.read_bytes())


def test_fill_refuses_an_entry_with_errors_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "甲.docx"
    faulty = str(values(tmp_path, 填报={"风险隐患": []}))
    code, out, err = run(capsys, "fill", "研判报告", "--values", faulty, "-o", str(target))
    assert code == 1 and "风险隐患" in out and "草稿" in err and not target.exists()
    assert run(capsys, "fill", "研判报告", "--values", faulty, "-o", str(target), "--draft")[0] == 0
    assert "【待补】" in text_of(target.read_bytes())


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("没有",),
        ("fill",),
        ("fields", "没有这种"),
        ("check", "研判报告", "--values", "没有.json"),
        ("check", "研判报告", "--values", "{bad}"),
        ("check", "研判报告", "--values", "{binary}"),
        ("fill", "研判报告", "--values", "{good}", "-o", "没有的文件夹/甲.docx"),
        ("render", "没有.docx", "--context", "{good}", "-o", "甲.docx"),
    ],
)
def test_a_wrong_call_is_one_chinese_line(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.json").write_text('{"单位": ', encoding="utf-8")
    (tmp_path / "图.json").write_bytes(bytes(range(256)))
    names = {"bad": tmp_path / "坏.json", "binary": tmp_path / "图.json", "good": values(tmp_path)}
    code, out, err = run(capsys, *(one.format(**names) for one in arguments))
    assert code == 2 and out == "" and len(err.strip().splitlines()) == 1
    assert any("\u4e00" <= char <= "\u9fff" for char in err) and "Traceback" not in err


def test_values_may_be_yaml_and_gb18030(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    (tmp_path / "数据.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="gb18030")
    assert run(capsys, "check", "研判报告", "--values", str(tmp_path / "数据.yaml"))[0] == 0


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0 and "用法" in out and "usage" not in out and all(verb in out for verb in VERBS)


def test_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "lib", "formats"], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0 and "研判报告" in done.stdout.decode("utf-8") and not done.stderr

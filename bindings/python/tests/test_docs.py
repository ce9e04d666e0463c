"""The Python of README.md, docs/python.md and docs/batch.md runs, at small statistics."""

import re
from pathlib import Path

import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

ROOT = Path(__file__).parents[3]


def blocks(name):
    text = (ROOT / name).read_text()
    return [block for block in re.findall(r"```python\n(.*?)```", text, re.S)]


CASES = [
    (name, index, code) for name in ("README.md", "docs/python.md", "docs/batch.md") for index, code in enumerate(blocks(name))
]


@pytest.mark.parametrize("name, index, code", CASES, ids=[f"{name} {index}" for name, index, _ in CASES])
def test_snippets_run(name, index, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = re.sub(r"events=\d+", "events=4", code)
    code = code.replace("100_000", "10").replace("10_000", "10").replace('hm.limits.combine({"channels": [...]})', "None")
    code = code.replace('hm.limits.Workspace.from_pyhf("workspace.json").upper_limit(cl=0.90)', "None")
    if "import hermetic" not in code:
        code = "import hermetic as hm\n" + code
    exec(compile(code, f"{name}[{index}]", "exec"), {})


def test_what_docs_and_examples_name_exists():
    """`hm.name` in any Python of docs and examples is there after `import hermetic as hm` alone, whatever was imported before."""
    import hermetic as hm

    texts = {path: "\n".join(blocks(path.relative_to(ROOT))) for path in (ROOT / "docs").rglob("*.md")}
    texts |= {path: path.read_text() for path in (ROOT / "examples" / "python").glob("*.py")}
    named = {(path.name, name) for path, text in texts.items() for name in re.findall(r"\bhm\.(\w+)", text)}
    assert len(named) > 100
    assert sorted(pair for pair in named if pair[1] not in hm.__all__) == []


def test_the_card_of_the_examples(tmp_path, capsys):
    from hermetic.cli import main

    card = ROOT / "examples" / "cards" / "na64e_dark_photon.toml"
    out = tmp_path / "run"
    assert (
        main(["run", str(card), "--events", "4", "--out", str(out), "--analysis", "na64e_2016_2018", "--parquet"])
        == 0
    )
    assert {path.name for path in out.iterdir()} == {
        "events.parquet",
        "exclusion.json",
        "run.hermetic",
        "run_card.json",
    }
    assert main(["show", str(out / "exclusion.json")]) == 0
    assert "eps90" in capsys.readouterr().out

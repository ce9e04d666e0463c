"""The command line."""

import json
import subprocess
import sys

import pytest
from conftest import HALL
from hermetic.cli import main


@pytest.fixture()
def card(tmp_path):
    path = tmp_path / "card.json"
    path.write_text(json.dumps({"name": "cli", "setup": HALL.to_dict(), "beam": {"energy_GeV": 1}, "events": 3}))
    return path


def test_run_and_show(card, tmp_path, capsys):
    out = tmp_path / "run"
    assert main(["run", str(card), "--events", "2", "--seed", "9", "--out", str(out)]) == 0
    assert "2 events" in capsys.readouterr().out
    for name in ("events.npz", "run_card.json"):
        assert main(["show", str(out / name)]) == 0
        assert json.loads(capsys.readouterr().out)["card"]["seed"] == 9


def test_toml_cards(tmp_path, capsys):
    pytest.importorskip("tomllib")
    path = tmp_path / "card.toml"
    path.write_text('events = 1\n[setup]\npreset = "na64e_2018"\n[beam]\nenergy_GeV = "500 MeV"\n')
    assert main(["run", str(path), "--out", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out


def test_limit(capsys):
    assert main(["limit", "--background", "0.5"]) == 0
    assert "2.30259" in capsys.readouterr().out


def test_errors_are_one_line_and_status_1(capsys, tmp_path):
    assert main(["limit", "--background", "-1"]) == 1
    assert capsys.readouterr().err.startswith("hermetic: ")
    assert main(["run", str(tmp_path / "missing.json")]) == 1
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert main(["run", str(broken)]) == 1


def test_doctor_as_a_module():
    result = subprocess.run([sys.executable, "-m", "hermetic", "doctor"], capture_output=True, text=True)
    assert result.returncode == 0 and "answer    ok" in result.stdout

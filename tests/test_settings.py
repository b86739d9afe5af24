from pathlib import Path

import pytest

from agent import settings
from agent.errors import UsageError


def test_the_environment_goes_over_the_file(tmp_path, monkeypatch):
    (tmp_path / "escalate.toml").write_text('lang = "zh"\nmodel = "small"\n', "utf-8")
    monkeypatch.setenv("ESCALATE_MODEL", "large")
    stated = settings.load(tmp_path)
    assert stated.lang == "zh"
    assert stated.model == "large"


def test_without_settings_cases_and_library_lie_under_home(tmp_path, monkeypatch):
    monkeypatch.setenv("ESCALATE_HOME", str(tmp_path / "own"))
    stated = settings.load(tmp_path)
    assert stated.cases == tmp_path / "own" / "cases"
    assert Path(stated.library_place) == tmp_path / "own" / "library"


@pytest.mark.parametrize(("text", "says"), [("lang = [", "TOML"), ('colour = "red"', "colour")])
def test_a_wrong_file_is_named_with_what_is_known(tmp_path, text, says):
    (tmp_path / "escalate.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=says):
        settings.load(tmp_path)

"""What the documents name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HAZARDS = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", HAZARDS))))
def test_a_test_named_in_the_hazard_log_exists(name: str) -> None:
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:tests|qa|docs)/[\w/]+\.\w+)`", HAZARDS)))
)
def test_a_file_named_in_the_hazard_log_exists(path: str) -> None:
    assert (ROOT / path).is_file()

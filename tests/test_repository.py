"""What must hold of the repository as a whole, whatever changes in it."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"orchestration", "dbt_project", "ingestion", "quality", "notebooks", "tests", "docs"}
FILES = {"pyproject.toml", "README.md", "Makefile", "LICENSE", "dbt-bouncer.yml"}
LOCKS = sorted(ROOT.glob("requirements*.txt"))
PACKAGES = ("orchestration", "ingestion", "quality")
LONGEST_MODEL = 120
CATALOGUE = ROOT / "dbt_project" / "seeds" / "messages.csv"

# Read where a run begins, and handed on from there.
CLOCK = re.compile(r"\b(datetime\.now|date\.today|datetime\.today|datetime\.utcnow|time\.time)\(")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home|Users)/")
PLACEHOLDER = re.compile(r"{(\w+)}")


def _tracked() -> list[Path]:
    """Every file that git holds and that is still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _messages() -> list[dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_top_level_holds_the_rooms_and_nothing_else() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in _tracked()}
    others = {name for name in top - ROOMS - FILES if not name.startswith((".", "requirements"))}
    assert others == set()
    assert top >= ROOMS | FILES


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_versions_and_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert [pin.split()[0] for pin in pins if "==" not in pin.split()[0]] == []


def test_what_tests_run_on_is_what_users_install() -> None:
    runtime, development = (
        dict(
            re.findall(
                r"^([\w.\-\[\]]+)==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE
            )
        )
        for lock in ("requirements.txt", "requirements-development.txt")
    )
    unlike = {
        name: (version, development[name])
        for name, version in runtime.items()
        if development.get(name, version) != version
    }
    assert unlike == {}


def test_no_file_names_a_machine_of_ours() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked()
        if path != Path(__file__) and (text := _text(path)) and (match := MACHINE_PATH.search(text))
    ]
    assert named == []


def test_the_clock_is_read_in_one_place() -> None:
    read = [
        f"{path.relative_to(ROOT)}:{number}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if CLOCK.search(line)
    ]
    assert len(read) == 1, read


def test_a_model_is_one_idea() -> None:
    long = {
        path.stem: count
        for path in (ROOT / "dbt_project" / "models").rglob("*.sql")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODEL
    }
    assert long == {}


def test_every_story_is_told() -> None:
    folders = [path for path in (ROOT / "tests" / "scenarios").iterdir() if path.is_dir()]
    untold = [
        path.name
        for path in folders
        if not path.name.startswith("_") and not (path / "story.md").exists()
    ]
    assert untold == []


def test_a_message_says_the_same_in_both_languages() -> None:
    messages = _messages()
    codes = [message["code"] for message in messages]
    assert len(codes) == len(set(codes))
    unlike = [
        message["code"]
        for message in messages
        if not (message["es"] and message["en"])
        or set(PLACEHOLDER.findall(message["es"])) != set(PLACEHOLDER.findall(message["en"]))
    ]
    assert unlike == []


def test_every_message_is_said_somewhere() -> None:
    """By its own name, or by the beginning of it that the code completes (`gap_`, `reason_`)."""
    places = [
        *PACKAGES,
        "dbt_project/models",
        "dbt_project/macros",
        "dbt_project/seeds",
        "notebooks",
    ]
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for place in places
        for path in sorted((ROOT / place).rglob("*"))
        if path.suffix in {".py", ".sql", ".csv", ".yml", ".html", ".j2"} and path != CATALOGUE
    )
    beginnings = set(re.findall(r"""["']([a-z_]+_)(?:["']|{)""", said))
    silent = [
        code
        for code in (message["code"] for message in _messages())
        if not re.search(rf"\b{code}\b", said)
        and not any(code.startswith(beginning) for beginning in beginnings)
    ]
    assert silent == []

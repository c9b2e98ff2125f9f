"""A firm may describe its bank's table itself; what is wrong in that is told by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.contracts import Problem, SourceContext
from ingestion.formats.detect import read_statements
from ingestion.formats.profile import read_profile
from ingestion.formats.statement import FileRefused
from ingestion.sources.bank_statements import LandedFiles, StatementFolder

PROFILE = """\
columns:
  booked_on: [Día]
  description: [Glosa]
  amount: [Plata]
optional:
  balance: [Queda]
dates: [DMY]
decimal_mark: ","
thousands: ["."]
account_number: 55-66
currency: CLP
"""
TABLE = "Día;Glosa;Plata;Queda\n13/01/2026;Pago;1.000;1.000\n14/01/2026;Cargo;-400;600\n"


def refusal(text: str | bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        read_profile(text.encode() if isinstance(text, str) else text, "mine")
    return refused.value.code, refused.value.value


def landed(drop: Path, **files: str) -> LandedFiles:
    """What a drop with these profiles and one table lands."""
    for folder in ("profiles", "statements"):
        (drop / folder).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (drop / "profiles" / f"{name}.yml").write_text(text, encoding="utf-8")
    (drop / "statements" / "a.csv").write_text(TABLE, encoding="utf-8")
    return StatementFolder(drop / "statements", SourceContext({"CLP": 0})).landed


def test_the_firms_own_layout_is_read_with_its_account(tmp_path: Path) -> None:
    assert landed(tmp_path).ledger.files[0].code == "bank_format_unknown"
    result = landed(tmp_path, mine=PROFILE)
    [statement] = result.statements
    assert (statement["format"], statement["account_number"]) == ("mine", "55-66")
    assert [str(row["amount"]) for row in result.transactions] == ["1000", "-400"]
    assert result.ledger.files == []


def test_it_comes_before_ours_where_its_columns_are_there() -> None:
    own = read_profile(PROFILE.replace("Día", "Fecha").encode(), "mine", is_own=True)
    table = TABLE.replace("Día", "Fecha").replace("Plata", "Importe")
    ours = read_profile(
        PROFILE.replace("Día", "Fecha").replace("Plata", "Importe").encode(), "mine", is_own=True
    )
    assert read_statements(table.encode(), (own,)).statements[0].format == "generic_european"
    assert read_statements(table.encode(), (ours,)).statements[0].format == "mine"


def test_a_wrong_profile_is_set_aside_by_its_name_and_the_others_serve(tmp_path: Path) -> None:
    result = landed(tmp_path, bad=PROFILE.replace("DMY", "DDMM"), mine=PROFILE)
    assert [row["format"] for row in result.statements] == ["mine"]
    allowed = "'DMY', 'MDY', 'YMD', 'DM'"
    assert result.ledger.files == [
        Problem("bank_profile_value_wrong", "profiles/bad.yml", value=f"dates: DDMM ({allowed})")
    ]


def test_what_is_no_profile_in_their_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.yml.txt").write_text(PROFILE, encoding="utf-8")
    result = landed(tmp_path, mine=PROFILE)
    assert [(one.code, one.file) for one in result.ledger.files] == [
        ("file_unknown", "profiles/mine.yml.txt")
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "value"),
    [
        ("decimal_mark", "decimal", "bank_profile_key_unknown", "decimal ("),
        ("dates: [DMY]", "", "bank_profile_key_missing", "dates"),
        ("  booked_on: [Día]\n", "", "bank_profile_key_missing", "columns: booked_on"),
        ("  amount: [Plata]\n", "", "bank_profile_key_missing", "columns: amount | debit + credit"),
        ("amount: [Plata]", "debit: [Plata]", "bank_profile_key_missing", "columns: amount"),
        ("balance:", "saldo:", "bank_profile_value_wrong", "optional: saldo ("),
        ("[Plata]", "Plata", "bank_profile_value_wrong", "columns: amount: Plata"),
        ("[Plata]", "['$']", "bank_profile_value_wrong", "columns: amount: $"),
        ("CLP", "pesos", "bank_profile_value_wrong", "currency: pesos"),
        ('["."]', '[","]', "bank_profile_value_wrong", "thousands: ,"),
        ("CLP", "CLP\ndecimals: 9", "bank_profile_value_wrong", "decimals: 9 (0–4)"),
        ("CLP", "CLP\nheader_rows: true", "bank_profile_value_wrong", "header_rows: True"),
        (
            "account_number: 55-66",
            "account_number: 5566",
            "bank_profile_value_wrong",
            "account_num",
        ),
        ("columns:", "columns: [", "bank_profile_unreadable", ""),
        ("dates:", "dates: [YMD]\ndates:", "bank_profile_unreadable", "dates"),
    ],
)
def test_what_is_wrong_is_told_by_key_and_value(old: str, new: str, code: str, value: str) -> None:
    told = refusal(PROFILE.replace(old, new))
    assert told[0] == code
    assert told[1].startswith(value)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"- a",
        b"just text",
        b"\xff\xfe",
        b"a: !!python/object/apply:os.system [ls]",
        b"[" * 50_000,
        b"a: " + b"x" * 200_000,
    ],
)
def test_what_is_no_profile_at_all_is_refused(text: bytes) -> None:
    assert refusal(text)[0] == "bank_profile_unreadable"


def test_aliases_that_grow_without_end_are_never_written_out() -> None:
    levels = [f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9)]
    bomb = "\n".join(["thousands:", "  - &l0 [x, x]", *levels])
    told = refusal(PROFILE.replace('thousands: ["."]', bomb))
    assert told[0] == "bank_profile_value_wrong"
    assert told[1].startswith("thousands: list (")

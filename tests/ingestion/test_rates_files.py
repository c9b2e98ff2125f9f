"""Central banks' files: what a firm saves from their sites becomes rates, or is told."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.contracts import SourceContext
from ingestion.formats.rates import PublishedValue, read_published
from ingestion.formats.statement import FileRefused
from ingestion.sources.rates_files import RatesFolder


def answer(series_id: str, **values: str) -> str:
    """What the Chilean bank answers for one series; `d09_06_2026="39125.31"` is a day's value."""
    days = {name[1:].replace("_", "-"): value for name, value in values.items()}
    observed = [
        {"indexDateString": day, "value": value, "statusCode": "ND" if value == "NaN" else "OK"}
        for day, value in days.items()
    ]
    series = {"descripEsp": "…", "seriesId": series_id, "Obs": observed}
    return json.dumps({"Codigo": 0, "Descripcion": "Success", "Series": series, "SeriesInfos": []})


EURO = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time="2026-06-09"><Cube currency="USD" rate="1.1711"/>
<Cube currency="JPY" rate="171.5"/></Cube>
<Cube time="2026-06-08"><Cube currency="USD" rate="1.1702"/></Cube></Cube>
</gesmes:Envelope>"""


def test_the_unidad_de_fomento_of_a_day_is_read_as_it_stands() -> None:
    assert read_published(answer("F073.UFF.PRE.Z.D", d09_06_2026="39125.31").encode()) == [
        PublishedValue("F073.UFF.PRE.Z.D", "2026-06-09", "39125.31")
    ]


def test_a_number_that_json_writes_without_quotes_keeps_every_digit() -> None:
    text = answer("F073.UFF.PRE.Z.D", d09_06_2026="X").replace('"X"', "39125.310000000001")
    assert read_published(text.encode())[0].value == "39125.310000000001"


def test_a_day_without_trade_has_no_value() -> None:
    [sunday] = read_published(answer("F073.TCO.PRE.Z.D", d07_06_2026="NaN").encode())
    assert (sunday.observed_on, sunday.value) == ("2026-06-07", None)


def test_several_answers_may_lie_in_one_file() -> None:
    both = f"[{answer('A', d01_06_2026='1')}, {answer('B', d01_06_2026='2')}]"
    assert [one.series_id for one in read_published(both.encode())] == ["A", "B"]


def test_the_euro_buys_so_much_of_each_currency() -> None:
    assert read_published(EURO.encode()) == [
        PublishedValue("EXR.D.USD.EUR.SP00.A", "2026-06-09", "1.1711"),
        PublishedValue("EXR.D.JPY.EUR.SP00.A", "2026-06-09", "171.5"),
        PublishedValue("EXR.D.USD.EUR.SP00.A", "2026-06-08", "1.1702"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rates_file_empty"),
        ("fecha;valor\n", "rates_format_unknown"),
        ('{"UFs": []}', "rates_format_unknown"),
        ('{"Codigo": -5, "Descripcion": "Invalid user", "Series": {}}', "rates_answer_failed"),
        ('{"Codigo": 0, "Series": {"seriesId": null, "Obs": null}}', "rates_format_unknown"),
        ('{"Codigo": 0, "Ser', "rates_json_broken"),
        ("<html><body>Acceso</body></html>", "rates_format_unknown"),
        (EURO[:200], "rates_xml_broken"),
        (f'<!DOCTYPE x [<!ENTITY a "b">]>{EURO[38:]}', "rates_doctype_refused"),
    ],
)
def test_what_is_no_publication_is_refused(text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_published(text.encode())
    assert refused.value.code == code


@pytest.fixture
def folder(tmp_path: Path) -> RatesFolder:
    return RatesFolder(tmp_path, SourceContext({"CLP": 0}))


def put(folder: RatesFolder, name: str, text: str) -> None:
    assert folder.location
    (folder.location / name).write_text(text, encoding="utf-8")


def test_values_land_typed_and_what_cannot_be_one_is_set_aside(folder: RatesFolder) -> None:
    days = {"d09_06_2026": "39125.31", "d10_06_2026": "sin dato", "d31_02_2026": "1"}
    put(folder, "uf.json", answer("F073.UFF.PRE.Z.D", **days))
    put(folder, "nota.txt", "ver correo")
    frame = folder.values.frame
    assert frame.select("series_id", "observed_on", "value").rows() == [
        ("F073.UFF.PRE.Z.D", date(2026, 6, 9), Decimal("39125.31"))
    ]
    aside = [(one.code, one.row_number, one.value) for one in folder.ledger.all_rows()]
    assert aside == [("not_a_number", 2, "sin dato"), ("not_a_date", 3, "2026-02-31")]
    assert [(one.code, one.file) for one in folder.ledger.files] == [
        ("rates_format_unknown", "nota.txt")
    ]
    [count] = folder.ledger.counts
    assert (count.rows_read, count.rows_loaded, count.rows_quarantined) == (3, 1, 2)


def test_two_files_that_overlap_count_once_and_at_odds_not_at_all(folder: RatesFolder) -> None:
    put(folder, "a.json", answer("U", d01_06_2026="100", d02_06_2026="200"))
    put(folder, "b.json", answer("U", d01_06_2026="100", d02_06_2026="201"))
    assert folder.values.frame.select("observed_on").rows() == [(date(2026, 6, 1),)]
    assert sorted(one.code for one in folder.ledger.all_rows()) == [
        "key_twice",
        "key_twice",
        "row_twice",
    ]

"""What the readers of statements make of one case each, and of files that are broken at random."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.formats import archive
from ingestion.formats.detect import read_statements
from ingestion.formats.statement import FileRefused, ParsedFile, Statement, StatementTransaction
from tests.ingestion.bank_samples import CAMT, CSV, MT940, camt, entry


def statements(text: str | bytes) -> tuple[Statement, ...]:
    return read_statements(text if isinstance(text, bytes) else text.encode()).statements


def line_of(field: str, text: str = "") -> StatementTransaction:
    """The first line of a statement whose `:61:` is the field."""
    body = f":20:A\n:25:1\n:60F:C251231EUR0,\n:61:{field}\n{text}:62F:C260131EUR0,\n"
    return statements(body)[0].transactions[0]


def codes(text: str | bytes) -> set[str]:
    return {warning.code for one in statements(text) for warning in one.warnings}


def refusal(data: str | bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        statements(data)
    return refused.value.code


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("field", "amount"),
    [
        ("2601050105C100,NTRF", "100"),
        ("2601050105D100,5NTRF", "-100.5"),
        ("2601050105CR27,00NTRF", "27.00"),  # third letter of EUR, no reversal
        ("2601050105RCR204,88NTRF", "-204.88"),  # a credit taken back
        ("2601050105RD12,NTRF", "12"),  # a debit taken back
        ("260105D25,03NOV NONREF", "-25.03"),  # no entry date, a type of three letters
        ("2601050105C000000121189.65NMSC", "121189.65"),
    ],
)
def test_the_mark_of_a_line_gives_its_sign(field: str, amount: str) -> None:
    assert line_of(field).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("field", "booked_on"),
    [
        ("2512310102C1,NTRF", date(2026, 1, 2)),
        ("2601021231C1,NTRF", date(2025, 12, 31)),
        ("260105C1,NTRF", date(2026, 1, 5)),
        ("2602300301C1,NTRF", date(2026, 3, 1)),
    ],
)
def test_a_line_is_booked_on_its_entry_date_in_the_year_nearest(
    field: str, booked_on: date
) -> None:
    assert line_of(field).booked_on == booked_on


def test_text_that_begins_with_a_colon_is_no_field() -> None:
    text = ":86:CARD PAYMENT AT 20\n:44:45 IN TOWN\n"
    assert line_of("2601050105D1,NMSC", text).remittance_text == "CARD PAYMENT AT 20 :44:45 IN TOWN"


def test_a_statement_without_closing_balance_says_so() -> None:
    assert codes(MT940.replace(":62F:C260109CLP1195000,\n", "")) == {"bank_closing_missing"}


def test_lines_that_do_not_give_the_closing_balance_say_by_how_much() -> None:
    [statement] = statements(MT940.replace("250000,", "250001,"))
    [warning] = statement.warnings
    assert (warning.code, warning.value) == ("bank_balance_mismatch", "-1")


def test_pages_of_a_statement_go_on_where_the_last_one_closed() -> None:
    page = ":28C:7/1\n:60M:C260101EUR5,\n:61:260102C1,NTRF\n:62M:C260102EUR6,\n"
    pages = f":20:A\n:25:1\n{page}:60M:C260102EUR6,\n:61:260103C2,NTRF\n:62F:C260103EUR8,\n"
    assert codes(pages) == set()


def test_a_lost_beginning_of_a_statement_is_not_read_into_the_one_before() -> None:
    second = MT940.replace(":20:CARTOLA7\n", "").replace("1000000,", "2000000,")
    assert refusal(MT940 + second) == "bank_statements_run_together"


def test_a_statement_may_come_twice_under_another_reference() -> None:
    assert codes(MT940 + MT940.replace("CARTOLA7", "CARTOLA8")) == {"bank_statement_twice"}


def test_an_intraday_report_is_held_against_the_sums_that_it_states() -> None:
    report = ":20:A\n:25:1\n:28C:1\n:34F:EURD1,\n:13D:2601050900+0100\n:61:260105C7,NTRF\n"
    assert codes(report + ":90D:0EUR0,\n:90C:1EUR7,\n-\n") == set()
    assert codes(report + ":90C:2EUR9,\n-\n") == {"bank_totals_mismatch"}
    assert codes(report + ":90C:2EUR7,\n-\n") == {"bank_count_mismatch"}
    assert statements(report)[0].format == "mt942"


def test_money_given_back_keeps_its_debtor_as_the_other_party() -> None:
    parties = "<RltdPties><Dbtr><Nm>Viña</Nm></Dbtr><Cdtr><Nm>Nosotros</Nm></Cdtr></RltdPties>"
    back = entry("10", "DBIT", details=parties).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
    [line] = statements(camt([back], "490"))[0].transactions
    assert (line.amount, line.counterparty_name, line.is_reversal) == (Decimal(-10), "Viña", True)


def test_a_batch_is_one_line_and_none_of_its_payers_is_the_payer() -> None:
    payers = "".join(
        f'<Amt Ccy="MXN">{amount}</Amt><RltdPties><Dbtr><Nm>P{amount}</Nm></Dbtr></RltdPties>'
        "</TxDtls><TxDtls>"
        for amount in (100, 150)
    ).removesuffix("</TxDtls><TxDtls>")
    [line] = statements(camt([entry("250", details=payers)], "750"))[0].transactions
    assert line.counterparty_name is None
    assert [detail.amount for detail in line.details] == [Decimal(100), Decimal(150)]


def stated(details: str = "", beside: str = "") -> tuple[object, str | None, object]:
    """What was instructed, its currency and the fee of a camt entry of 95 pesos."""
    one = entry("95", details=details).replace("<NtryDtls>", f"{beside}<NtryDtls>")
    [line] = statements(camt([one], "595"))[0].transactions
    return line.original_amount, line.original_currency, line.fee_amount


def charge(amount: str, more: str = "", currency: str = "MXN") -> str:
    return f'<Rcrd><Amt Ccy="{currency}">{amount}</Amt>{more}</Rcrd>'


INSTRUCTED = '<AmtDtls><InstdAmt><Amt Ccy="{}">{}</Amt></InstdAmt></AmtDtls>'


def test_what_was_instructed_and_what_the_bank_kept_of_it_are_read() -> None:
    total = '<TtlChrgsAndTaxAmt Ccy="MXN">7</TtlChrgsAndTaxAmt>'
    kept = f"<Chrgs>{total}{charge('5', '<ChrgInclInd>true</ChrgInclInd>')}</Chrgs>"
    read = stated(INSTRUCTED.format("MXN", "100") + kept)
    assert read == (Decimal(100), "MXN", Decimal(5))
    assert stated(beside=INSTRUCTED.format("USD", "5.5") + f"<Chrgs>{total}</Chrgs>") == (
        Decimal("5.5"), "USD", Decimal(7),
    )  # fmt: skip
    # The first versions have no records: each `Chrgs` is one.
    each = '<Chrgs><Amt Ccy="MXN">3</Amt></Chrgs><Chrgs><Amt Ccy="MXN">2</Amt></Chrgs>'
    assert stated(each) == (None, None, Decimal(5))


@pytest.mark.parametrize(
    ("records", "fee"),
    [
        (charge("5", "<CdtDbtInd>DBIT</CdtDbtInd>"), Decimal(5)),
        (charge("5", "<CdtDbtInd>CRDT</CdtDbtInd>"), Decimal(-5)),
        (charge("5", "<ChrgInclInd>false</ChrgInclInd>"), None),  # booked by itself
        (charge("5", currency="USD"), None),  # another bank's, out of other money
        (charge("5.00001"), None),
        (charge("5") + charge("1.50"), Decimal("6.50")),
    ],
)
def test_a_fee_is_what_lowers_the_line(records: str, fee: Decimal | None) -> None:
    assert stated(f"<Chrgs>{records}</Chrgs>") == (None, None, fee)


def test_what_one_payment_of_a_batch_states_is_not_the_lines() -> None:
    one = INSTRUCTED.format("USD", "5") + f"<Chrgs>{charge('5')}</Chrgs>"
    assert stated(f"{one}</TxDtls><TxDtls>{one}") == (None, None, None)


@pytest.mark.parametrize(
    ("text", "original", "currency", "fee"),
    [
        (":86:/OCMT/USD2853,12/\nPAYMENT OF INVOICES\n", Decimal("2853.12"), "USD", None),
        ("/OCMT/CAD47,11/CHGS/EUR1,5/CHGS/EUR2,/\n", Decimal("47.11"), "CAD", Decimal("3.5")),
        (":86:/CHGS/USD25,00/\n", None, None, None),  # another bank's, out of other money
        (":86:/OCMT/EUR1.2.3,4/\n", None, None, None),
        (":86:INVOICE/OCMT 5\n", None, None, None),
    ],
)
def test_codes_of_swift_tell_the_original_amount_and_charges(
    text: str, original: Decimal | None, currency: str | None, fee: Decimal | None
) -> None:
    line = line_of("2601050105C100,NTRF", text)
    assert (line.original_amount, line.original_currency) == (original, currency)
    assert line.fee_amount == fee


def test_a_pending_entry_does_not_count_in_the_balance() -> None:
    assert codes(camt([entry("10"), entry("99", status="PDNG")], "510")) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "bank_file_empty"),
        (b"\xef\xbb\xbf\r\n", "bank_file_empty"),
        (b"PDF-1.7 cartola", "bank_format_unknown"),
        (CAMT.replace("<Document", "<!DOCTYPE x><Document"), "bank_doctype_refused"),
        (CAMT[:-30], "bank_xml_broken"),
        (CAMT.replace("250.50", "250,50"), "bank_amount_unreadable"),
        (CAMT.replace("250.50", "-250.50"), "bank_amount_unreadable"),
        (CAMT.replace("250.50", "9" * 30), "bank_amount_out_of_bounds"),
        (CAMT.replace("250.50", "250.50001"), "bank_amount_out_of_bounds"),
        (CAMT.replace("DBIT", "DBET"), "bank_sign_unreadable"),
        (MT940.replace(":25:000123456789\n", ""), "bank_account_missing"),
        (MT940.replace("D40000,", "X40000,"), "bank_line_unreadable"),
        (MT940.replace("D40000,", "D4.0.0,"), "bank_amount_unreadable"),
        (MT940.replace("D40000,", "D4\u0663000,"), "bank_line_unreadable"),
        (MT940.replace("2601070107", "2602300230"), "bank_line_unreadable"),
        (MT940.replace("62F:C260109CLP", "62F:C260109COP"), "bank_currency_changes"),
        (MT940.replace("CLP1195000", "CLP ??"), "bank_balance_unreadable"),
        (MT940.replace(":20:CARTOLA7\n", ""), "bank_no_statement"),
        (CSV.replace("-85.10", "-85,10"), "bank_amount_unreadable"),
        (CSV.replace("2026-01-07", "07/01/2026"), "bank_date_unreadable"),
        (CSV.replace(";;COMISION", ";COMISION"), "bank_line_unreadable"),
        (CSV.splitlines()[0], "bank_no_statement"),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_its_reason(text: str | bytes, code: str) -> None:
    assert refusal(text) == code


def test_an_export_takes_its_balances_from_the_running_balance() -> None:
    [statement] = statements(CSV)
    assert statement.opening_balance == Decimal("81952.46")
    assert statement.closing_balance == Decimal("83052.36")
    assert codes(CSV) == set()
    # The line does not follow, and so the last balance is not that of all lines either.
    broken = codes(CSV.replace("83052.36", "83052.30"))
    assert broken == {"bank_running_balance_broken", "bank_balance_mismatch"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_that_banks_use(encoding: str) -> None:
    text = MT940.replace("VINA DEL SUR", "VIÑA DEL SUR")
    [statement] = statements(text.encode(encoding))
    assert statement.transactions[0].counterparty_name == "VIÑA DEL SUR SPA"
    assert statement.warnings == ()


class TestZip:
    """A zip is opened without trusting it."""

    def test_its_files_are_read_in_the_order_of_names(self) -> None:
        data = zipped({"b.xml": CAMT.encode(), "a.sta": MT940.encode(), "__MACOSX/._a": b"x"})
        assert [one.format for one in statements(data)] == ["mt940", "camt.053"]

    def test_one_bad_file_refuses_it_and_is_named(self) -> None:
        with pytest.raises(FileRefused) as refused:
            statements(zipped({"a.sta": MT940.encode(), "b.txt": b"hello"}))
        assert (refused.value.code, refused.value.value) == ("bank_format_unknown", "b.txt: hello")

    def test_a_zip_in_a_zip_is_refused(self) -> None:
        assert refusal(zipped({"a.zip": zipped({"a.sta": MT940.encode()})})) == "bank_zip_nested"

    def test_a_bomb_is_refused_while_it_unpacks(self) -> None:
        assert refusal(zipped({"a.sta": b"0" * 64_000_000})) == "bank_zip_too_large"

    def test_too_many_or_too_large_files_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = zipped({f"{number}.sta": MT940.encode() for number in range(3)})
        with monkeypatch.context() as patch:
            patch.setattr(archive, "MAX_ENTRIES", 2)
            assert refusal(data) == "bank_zip_too_many"
        monkeypatch.setattr(archive, "MAX_BYTES", 2 * len(MT940))
        assert refusal(data) == "bank_zip_too_large"

    def test_empty_or_cut_off_it_is_refused(self) -> None:
        assert refusal(zipped({})) == "bank_zip_empty"
        assert refusal(zipped({"a.sta": MT940.encode()})[:-20]) == "bank_zip_broken"


SAMPLES = {
    "mt940": MT940.encode(),
    "camt": CAMT.encode(),
    "csv": CSV.encode(),
    "zip": zipped({"a.sta": MT940.encode(), "b.xml": CAMT.encode()}),
}


def sums(parsed: ParsedFile) -> Counter[str]:
    return Counter(
        str(line.amount.normalize()) for one in parsed.statements for line in one.transactions
    )


class TestBrokenFiles:
    """Whatever happens to the bytes, a file is read, warned about or refused: never a traceback."""

    @settings(max_examples=300, deadline=None)
    @given(st.sampled_from(sorted(SAMPLES)), st.data())
    def test_only_a_refusal_may_come_out(self, name: str, data: st.DataObject) -> None:
        content = bytearray(SAMPLES[name])
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        cut = data.draw(st.integers(0, len(content)))
        try:
            read_statements(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content))
        except FileRefused:
            return

    @pytest.mark.parametrize("name", ["mt940", "camt"])
    def test_every_cut_is_noticed_where_it_loses_money(self, name: str) -> None:
        whole = sums(read_statements(SAMPLES[name]))
        for size in range(len(SAMPLES[name])):
            assert unnoticed(SAMPLES[name][:size]) in (None, whole), size

    @pytest.mark.parametrize("name", ["mt940", "camt"])
    @pytest.mark.parametrize("bit", range(8))
    def test_every_flipped_bit_is_noticed_where_it_changes_money(self, name: str, bit: int) -> None:
        whole = sums(read_statements(SAMPLES[name]))
        for place in range(len(SAMPLES[name])):
            content = bytearray(SAMPLES[name])
            content[place] ^= 1 << bit
            assert unnoticed(bytes(content)) in (None, whole), bytes(content[place - 20 :][:40])


def unnoticed(data: bytes) -> Counter[str] | None:
    """The amounts that would be loaded in silence; None where the file is refused or warned of."""
    try:
        parsed = read_statements(data)
    except FileRefused:
        return None
    return None if any(one.warnings for one in parsed.statements) else sums(parsed)

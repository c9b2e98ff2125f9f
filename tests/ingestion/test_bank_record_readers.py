"""What the readers of OFX, BAI2, Norma 43, CODA and CNAB make of one case each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingestion.formats.detect import FORMATS, read_statements
from ingestion.formats.statement import FileRefused, Statement, StatementTransaction
from tests.ingestion.bank_record_samples import (
    BAI2,
    CNAB240,
    CNAB400,
    CODA,
    NORMA43,
    OFX1,
    OFX2,
    bai2,
    cnab240,
    cnab240_collection,
    cnab240_line,
    cnab240_statement,
    cnab240_title,
    cnab400,
    cnab400_title,
    coda,
    coda_movement,
    columns,
    norma43,
    norma43_line,
    ofx,
    ofx_line,
)
from tests.ingestion.bank_samples import CAMT, CSV, MT940

SAMPLES = {
    "ofx": (OFX1, OFX2),
    "bai2": (BAI2,),
    "norma43": (NORMA43,),
    "coda": (CODA,),
    "cnab240": (CNAB240,),
    "cnab400": (CNAB400,),
    "mt940": (MT940,),
    "camt": (CAMT,),
}
WHOLE = {name: text for name, texts in SAMPLES.items() for text in texts}


def statements(text: str | bytes) -> tuple[Statement, ...]:
    return read_statements(text if isinstance(text, bytes) else text.encode()).statements


def lines(text: str | bytes) -> tuple[StatementTransaction, ...]:
    return tuple(line for one in statements(text) for line in one.transactions)


def amounts(text: str | bytes) -> list[Decimal]:
    return [line.amount for line in lines(text)]


def codes(text: str | bytes) -> set[str]:
    return {warning.code for one in statements(text) for warning in one.warnings}


def refusal(text: str | bytes) -> tuple[str, int | None]:
    with pytest.raises(FileRefused) as refused:
        statements(text)
    return refused.value.code, refused.value.line_number


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in SAMPLES.items() for text in texts]
)
def test_a_file_is_claimed_by_its_format_alone(name: str, text: str) -> None:
    assert [known.name for known in FORMATS if known.recognises(text.encode())] == [name]


def test_an_export_of_a_bank_is_claimed_by_no_other_format() -> None:
    claimed = {known.name for known in FORMATS if known.recognises(CSV.encode())}
    assert claimed <= {"statement_csv"}


@pytest.mark.parametrize("name", ["bai2", "norma43", "coda", "cnab240"])
def test_balances_and_signed_lines_agree(name: str) -> None:
    [statement] = statements(WHOLE[name])
    assert statement.warnings == ()
    assert [line.amount for line in statement.transactions] == [Decimal("250.5"), Decimal("-40.25")]
    assert statement.balance_difference == 0


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["ofx", "bai2", "norma43", "coda", "cnab240", "cnab400"])
def test_lines_may_end_as_any_system_ends_them(name: str, ending: str) -> None:
    assert lines(WHOLE[name].replace("\n", ending)) == lines(WHOLE[name])


@pytest.mark.parametrize("name", ["ofx", "bai2", "norma43", "coda", "cnab240", "cnab400"])
def test_a_file_without_its_last_line_is_cut_off(name: str) -> None:
    text = WHOLE[name].rstrip()
    assert refusal(text[: text.rindex("\n")])[0] == "bank_file_cut_off"


class TestOfx:
    """Elements with and without end tags, amounts and days as banks write them."""

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            ("-200.00", "-200"),
            ("+7", "7"),
            ("  -11,76 ", "-11.76"),
            (".50", "0.5"),
            ("1500,", "1500"),
            ("<!-- in --> 3.25", "3.25"),
        ],
    )
    def test_an_amount_has_a_point_or_a_comma(self, amount: str, expected: str) -> None:
        assert amounts(ofx(ofx_line(amount))) == [Decimal(expected)]

    @pytest.mark.parametrize("amount", ["1.234,56", "12-", "x", "1<2", "1e3", "٣"])
    def test_what_is_no_amount_refuses_the_file(self, amount: str) -> None:
        text = ofx(ofx_line("1.00") + ofx_line(amount))
        line_number = text[: text.rindex("<STMTTRN>")].count("\n") + 1
        assert refusal(text) == ("bank_amount_unreadable", line_number)

    def test_a_line_without_any_amount_is_set_aside_with_its_place(self) -> None:
        blank = ofx_line("            .  ", more="<MEMO>SALDO DIA\n")
        [statement] = statements(ofx(ofx_line("1.00") + blank))
        assert [line.amount for line in statement.transactions] == [1]
        [unread] = statement.unread
        assert (unread.code, unread.line_number) == ("bank_line_without_amount", 31)
        assert unread.value == ". SALDO DIA"

    @pytest.mark.parametrize("day", ["", "20260231", "00000000", "050126", "20260"])
    def test_a_line_without_a_day_refuses_the_file(self, day: str) -> None:
        assert refusal(ofx(ofx_line("1.00", day=day)))[0] == "bank_date_unreadable"

    def test_a_time_zone_does_not_move_the_day(self) -> None:
        [line] = lines(OFX2)
        assert line.booked_on == date(2026, 1, 5)
        assert (line.counterparty_name, line.document_number) == ("Café & Té", "77")

    def test_version_1_may_close_its_elements(self) -> None:
        closed = OFX1.replace("<TRNAMT>250.50", "<TRNAMT>250.50</TRNAMT>")
        assert lines(closed.replace("\n", "")) == lines(OFX1)

    def test_a_mark_that_begins_no_tag_is_text(self) -> None:
        [line] = lines(ofx(ofx_line("1.00", more="<MEMO>A < B <3\n")))
        assert line.remittance_text == "A < B <3"

    def test_comments_and_marked_text_are_read_as_such(self) -> None:
        more = "<!-- <TRNAMT>9 -->\n<MEMO><![CDATA[A & B <C>]]>\n"
        [line] = lines(ofx(ofx_line("1.00", more=more)))
        assert (line.amount, line.remittance_text) == (1, "A & B <C>")
        assert refusal(ofx(ofx_line("1.00", more="<!-- no end"))) == ("bank_element_broken", 28)

    def test_an_empty_element_without_end_is_no_aggregate(self) -> None:
        [line] = lines(ofx(ofx_line("1.00", more="<MEMO>\n<NAME>Acme\n")))
        assert (line.remittance_text, line.counterparty_name) == (None, "Acme")

    def test_a_line_may_be_in_a_currency_of_its_own(self) -> None:
        more = "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>\n"
        [line] = lines(ofx(ofx_line("1.00", more=more)))
        assert line.currency == "EUR"
        [changed] = lines(ofx(ofx_line("1.00", more=more.replace("CURRENCY", "ORIGCURRENCY"))))
        assert (changed.currency, changed.original_currency) == ("USD", "EUR")

    def test_the_payee_is_the_other_party(self) -> None:
        [line] = lines(ofx(ofx_line("1.00", more="<PAYEE><NAME>Acme<CITY>X</PAYEE>\n")))
        assert line.counterparty_name == "Acme"

    def test_a_pending_line_says_so(self) -> None:
        pending = ofx_line("9.00").replace("STMTTRN>", "STMTTRNP>").replace("DTPOSTED", "DTTRAN")
        text = ofx("").replace(
            "<LEDGERBAL>", f"<BANKTRANLISTP>{pending}</BANKTRANLISTP><LEDGERBAL>"
        )
        assert [line.is_pending for line in lines(text)] == [True]

    def test_only_the_closing_balance_is_owed(self) -> None:
        assert codes(OFX1) == set()
        assert codes(ofx(ofx_line("1.00"), balance="")) == {"bank_closing_missing"}
        empty = "<LEDGERBAL><BALAMT> <DTASOF>20260131</LEDGERBAL>"
        assert codes(ofx(ofx_line("1.00"), balance=empty)) == {"bank_closing_missing"}

    def test_a_day_that_no_line_needs_is_told(self) -> None:
        assert codes(OFX1.replace("<DTSTART>20260101", "<DTSTART>010126")) == {
            "bank_date_impossible"
        }

    def test_more_decimals_than_are_kept_are_told(self) -> None:
        text = ofx(ofx_line("1303.73556522"))
        assert (amounts(text), codes(text)) == (
            [Decimal("1303.73556522")],
            {"bank_decimals_rounded"},
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_text_is_read_in_the_encodings_that_banks_use(self, encoding: str) -> None:
        [line] = lines(ofx(ofx_line("1.00", more="<NAME>Viña\n")).encode(encoding))
        assert line.counterparty_name == "Viña"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (OFX1.replace("</STMTTRN>\n<STMTTRN>\n", ""), "bank_element_broken"),
            (OFX1.replace("</STMTTRN>\n", "", 1), "bank_element_broken"),
            (OFX1.replace("<STMTTRN>\n", "", 1), "bank_element_broken"),
            (OFX1.replace("<ACCTID>0001234\n", ""), "bank_account_missing"),
            (OFX1.replace("<BALAMT>710.25", "<BALAMT>710.2x"), "bank_balance_unreadable"),
            (OFX1.replace("<OFX>", '<OFX><!ENTITY x "y">'), "bank_doctype_refused"),
            (OFX1.replace("STMTRS>", "INVSTMTRS>"), "bank_no_statement"),
            (OFX1.replace("<FITID>", "<CORRECTACTION>DELETE\n<FITID>"), "bank_line_unreadable"),
            ("OFXHEADER:100\n\n<OFX></OFX>", "bank_no_statement"),
            (ofx("<STATUS>" * 30), "bank_element_broken"),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(self, text: str, code: str) -> None:
        assert refusal(text)[0] == code

    def test_lines_of_an_account_that_is_not_read_are_not_lost(self) -> None:
        other = f"<INVSTMTRS>{ofx_line('5.00')}</INVSTMTRS></OFX>"
        assert refusal(OFX1.replace("</OFX>", other))[0] == "bank_lines_lost"


class TestBai2:
    """Type codes, smallest units, continuations, ends."""

    @pytest.mark.parametrize(
        ("currency", "expected"),
        [("USD", "250.5"), ("CLP", "25050"), ("JPY", "25050"), ("KWD", "25.05"), ("", "250.5")],
    )
    def test_an_amount_counts_the_smallest_unit(self, currency: str, expected: str) -> None:
        [line] = lines(bai2(currency, "25050"))
        assert (line.amount, line.currency) == (Decimal(expected), currency or None)

    @pytest.mark.parametrize(
        ("code", "sign"), [("100", 1), ("399", 1), ("400", -1), ("699", -1), ("890", None)]
    )
    def test_the_type_code_gives_the_sign(self, code: str, sign: int | None) -> None:
        text = bai2("USD", "100").replace("16,195", f"16,{code}")
        if sign is None:
            assert refusal(text)[0] == "bank_sign_unreadable"
        else:
            assert amounts(text) == [sign]

    def test_a_line_that_only_informs_has_no_money(self) -> None:
        text = bai2("USD", "0").replace("16,195,0", "16,890,")
        [line] = lines(text)
        assert (line.amount, line.remittance_text) == (0, "TEXT")

    @pytest.mark.parametrize(
        ("funds", "valued_on"),
        [
            ("Z,", None),
            ("S,1,2,3,", None),
            ("V,260112,,", date(2026, 1, 12)),
            ("D,2,0,5,1,6,", None),
        ],
    )
    def test_availability_stands_before_references_and_text(
        self, funds: str, valued_on: date | None
    ) -> None:
        text = bai2("USD", "11").replace("16,195,11,,,,TEXT", f"16,195,11,{funds}BR,CR,A, B/C")
        [line] = lines(text)
        assert (line.valued_on, line.bank_reference, line.reference, line.remittance_text) == (
            valued_on, "BR", "CR", "A, B/C",
        )  # fmt: skip

    def test_a_record_may_go_on_inside_its_fields(self) -> None:
        text = BAI2.replace("V,260112,0000,BR1", "V/\n88,260112,0000,BR1").replace(",6/", ",7/")
        text = text.replace("98,279175,1,8", "98,279175,1,9").replace("1,10/", "1,11/")
        assert (lines(text), codes(text)) == (lines(BAI2), set())

    def test_records_on_one_line_are_taken_apart_and_told(self) -> None:
        text = BAI2.replace("CHECK 77/\n49", "CHECK 77/   49")
        assert (lines(text), codes(text)) == (lines(BAI2), {"bank_records_joined"})

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("49,279175,6", "49,279174,6", "bank_totals_mismatch"),
            ("98,279175,1", "98,279174,1", "bank_totals_mismatch"),
            ("99,279175,1", "99,279174,1", "bank_totals_mismatch"),
            ("49,279175,6", "49,279175,7", "bank_count_mismatch"),
            ("98,279175,1,8", "98,279175,2,8", "bank_count_mismatch"),
            ("99,279175,1,10", "99,279175,1,11", "bank_count_mismatch"),
            ("015,121025", "015,121026", "bank_balance_mismatch"),
            ("V,260112", "V,260230", "bank_date_impossible"),
        ],
    )
    def test_its_ends_are_held_against_its_lines(self, old: str, new: str, code: str) -> None:
        assert code in codes(BAI2.replace(old, new))

    def test_a_balance_that_is_left_out_leaves_its_commas(self) -> None:
        text = BAI2.replace("USD,010,100000,,,015", "USD,,,,,015").replace("279175", "179175")
        [statement] = statements(text)
        assert (statement.opening_balance, statement.closing_balance) == (None, Decimal("1210.25"))
        assert codes(text) == set()
        assert refusal(text.replace("USD,,,,,", "USD,,5,,,"))[0] == "bank_line_unreadable"

    def test_a_lost_line_is_told_by_the_ends(self) -> None:
        text = BAI2.replace("16,475,4025,Z,,,CHECK 77/\n", "")
        assert codes(text) >= {"bank_totals_mismatch", "bank_count_mismatch"}

    @pytest.mark.parametrize(
        ("old", "new", "code", "line_number"),
        [
            ("16,195,25050", "16,195,250.50", "bank_amount_unreadable", 5),
            ("16,195,25050", "16,195,-25050", "bank_amount_unreadable", 5),
            ("16,195,25050", "16,195,", "bank_amount_unreadable", 5),
            ("16,195,25050", "16,79x,25050", "bank_sign_unreadable", 5),
            ("02,ACME,BANK,1", "02,ACME,BANK,2", "bank_group_not_booked", 2),
            ("02,ACME,BANK,1", "02,ACME,BANK,4", "bank_group_not_booked", 2),
            ("1,260109", "1,261309", "bank_date_unreadable", 2),
            ("03,0001234", "03,", "bank_account_missing", 3),
            ("49,279175,6/\n", "", "bank_file_cut_off", 8),
            ("98,279175,1,8/\n", "", "bank_file_cut_off", 9),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(
        self, old: str, new: str, code: str, line_number: int
    ) -> None:
        assert refusal(BAI2.replace(old, new)) == (code, line_number)

    def test_a_report_of_the_same_day_owes_no_balances(self) -> None:
        [statement] = statements(BAI2.replace("2359,USD,2/", "2359,USD,3/"))
        assert statement.kind == "intraday"


class TestNorma43:
    """Marks, texts, the amount before conversion, ends."""

    def test_texts_concepts_and_references_are_kept(self) -> None:
        line = lines(NORMA43)[0]
        assert (line.remittance_text, line.type_code) == ("ACME SL FACTURA 1001", "04/007")
        assert (line.reference, line.bank_reference) == ("REF1", "REF2")
        assert (line.booked_on, line.valued_on) == (date(2026, 1, 5), date(2026, 1, 6))

    def test_the_amount_before_conversion_is_kept(self) -> None:
        original = columns(80, {0: "2401840", 7: f"{27000:014}"})
        text = norma43(
            norma43_line("2", 25050) + original + "\n",
            debits=(0, 0),
            credits=(1, 25050),
            closing="200000000035050",
        )
        [line] = lines(text)
        assert (line.original_amount, line.original_currency) == (Decimal(270), "USD")

    def test_blanks_at_the_end_of_lines_may_be_gone(self) -> None:
        stripped = "\n".join(line.rstrip() for line in NORMA43.splitlines())
        assert lines(stripped) == lines(NORMA43)

    def test_a_mark_of_the_closing_balance_that_says_nothing_is_found_by_the_lines(self) -> None:
        text = NORMA43.replace("200000000031025978", "000000000031025978")
        [statement] = statements(text)
        assert statement.closing_balance == Decimal("310.25")
        assert codes(text) == {"bank_balance_sign_unknown"}
        assert refusal(text.replace("31025978", "31026978"))[0] == "bank_sign_unreadable"

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("0000100000000004025", "0000100000000004026", "bank_totals_mismatch"),
            ("0000100000000025050", "0000100000000025051", "bank_totals_mismatch"),
            ("0000100000000025050", "0000200000000025050", "bank_count_mismatch"),
            ("200000000031025", "200000000031026", "bank_balance_mismatch"),
            ("9" * 18 + "000006", "9" * 18 + "000007", "bank_count_mismatch"),
            ("0002260105260106", "0002260230260106", "bank_date_impossible"),
            ("ACME SL", "ACM\ufffd SL", "bank_text_damaged"),
        ],
    )
    def test_its_ends_are_held_against_its_lines(self, old: str, new: str, code: str) -> None:
        assert codes(NORMA43.replace(old, new)) == {code}

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("00000000025050", "000000000250x0", "bank_amount_unreadable"),
            ("00000000025050", "             0", "bank_amount_unreadable"),
            ("040072", "040073", "bank_sign_unreadable"),
            ("260105260106", "260230260230", "bank_date_unreadable"),
            ("33218000020200051332", "33218000020200051333", "bank_statements_run_together"),
            ("2000000000310259", "2000000000310258", "bank_currency_changes"),
            ("2301", "2501", "bank_line_unreadable"),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(self, old: str, new: str, code: str) -> None:
        assert refusal(NORMA43.replace(old, new, 1))[0] == code

    def test_an_account_without_its_end_is_cut_off(self) -> None:
        without = [line for line in NORMA43.splitlines() if not line.startswith("33")]
        assert refusal("\n".join(without))[0] == "bank_file_cut_off"

    def test_windows_letters_keep_their_columns(self) -> None:
        [first, _] = lines(NORMA43.replace("ACME SL ", "VIÑA SL ").encode("cp1252"))
        assert (first.remittance_text or "").startswith("VIÑA SL")


class TestCoda:
    """Thousandths, communications, globalised movements, reversals, ends."""

    def test_a_communication_goes_on_and_the_other_party_is_named(self) -> None:
        line = lines(CODA)[0]
        assert line.remittance_text == "FACTUUR 1001 VAN JANUARI"
        assert (line.counterparty_name, line.counterparty_account) == (
            "ACME BVBA",
            "BE71096123456769",
        )
        assert (line.reference, line.bank_reference) == ("E2E-1", "BANK1")

    def test_a_globalised_movement_is_one_line_with_its_parts(self) -> None:
        text = coda(
            [
                coda_movement(1, "1", 9680, kind="33537000"),
                coda_movement(1, "1", 8000, part=1, kind="83537000"),
                coda_movement(1, "1", 1680, part=2, kind="83537000"),
                columns(128, {0: "3100010003", 31: "335370000DETAILS OF THE COST", 125: "0 0"}),
            ],
            closing="0000000000090320",
            out=9680,
            money_in=0,
        )
        [line] = lines(text)
        assert codes(text) == set()
        assert [detail.amount for detail in line.details] == [Decimal("-8"), Decimal("-1.68"), None]
        assert line.details[-1].remittance_text == "DETAILS OF THE COST"

    def test_a_cancellation_is_a_reversal(self) -> None:
        movement = coda_movement(1, "1", 5000, kind="00149000")
        text = coda([movement], closing="0000000000095000", out=5000, money_in=0)
        assert [line.is_reversal for line in lines(text)] == [True]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("000040250000000000250500", "000040251000000000250500", "bank_totals_mismatch"),
            ("000006000000000040250", "000007000000000040250", "bank_count_mismatch"),
            ("0000000000310250", "0000000000310251", "bank_balance_mismatch"),
            ("8007BE68539007547034", "8007BE68539007547035", "bank_account_changes"),
            ("0601260015", "3002260015", "bank_date_impossible"),
        ],
    )
    def test_its_ends_are_held_against_its_lines(self, old: str, new: str, code: str) -> None:
        assert codes(CODA.replace(old, new)) == {code}

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("0000000000250500", "000000000025x500", "bank_amount_unreadable"),
            ("0000000000250500", "2000000000250500", "bank_sign_unreadable"),
            ("2200010000", "2200020000", "bank_line_unreadable"),
            ("2300010000", "2900010000", "bank_line_unreadable"),
            ("EUR0000000000310250", "USD0000000000310250", "bank_currency_changes"),
            ("BE68539007547034", " " * 16, "bank_account_missing"),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(self, old: str, new: str, code: str) -> None:
        assert refusal(CODA.replace(old, new))[0] == code

    def test_two_statements_in_one_file_stay_two(self) -> None:
        assert [len(one.transactions) for one in statements(CODA + CODA)] == [2, 2]
        # Without what begins the second one, its lines would be read into the first.
        second = CODA.splitlines()[2:]
        assert refusal(CODA + "\n".join(second))[0] == "bank_line_unreadable"


class TestCnab240:
    """Statements (segment E) and collection returns (segments T and U)."""

    def test_a_line_has_its_two_days_and_its_codes(self) -> None:
        line = lines(CNAB240)[0]
        assert (line.booked_on, line.valued_on) == (date(2026, 1, 6), date(2026, 1, 7))
        assert (line.type_code, line.reference) == ("213/0046", "DOC1")

    @pytest.mark.parametrize(
        ("out", "money_in", "closing", "code"),
        [
            (4026, 25050, f"{31025:018}C", "bank_totals_mismatch"),
            (4025, 25051, f"{31025:018}C", "bank_totals_mismatch"),
            (4025, 25050, f"{31025:018}D", "bank_balance_mismatch"),
        ],
    )
    def test_its_ends_are_held_against_its_lines(
        self, out: int, money_in: int, closing: str, code: str
    ) -> None:
        both = [cnab240_line("C", 25050), cnab240_line("D", 4025)]
        lot = cnab240_statement(both, closing=closing, out=out, money_in=money_in)
        assert codes(cnab240([lot])) == {code}

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("00100013", "00100023", "bank_statements_run_together"),
            (f"{25050:018}C", f"{25050:018}X", "bank_sign_unreadable"),
            (f"{25050:018}C", f"{25050:018} C"[1:], "bank_amount_unreadable"),
            ("0701202606012026", "0701202631022026", "bank_date_unreadable"),
            ("001E", "001F", "bank_line_unreadable"),
            ("00100011E04", "00100011C20", "bank_lot_unread"),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(self, old: str, new: str, code: str) -> None:
        assert refusal(CNAB240.replace(old, new, 1))[0] == code

    def test_a_lot_or_a_record_that_is_not_there_is_told(self) -> None:
        without = [line for line in CNAB240.splitlines() if "E" not in line[13] or "C213" in line]
        assert "bank_count_mismatch" in codes("\n".join(without))

    def test_a_title_has_what_was_paid_and_what_it_is_over(self) -> None:
        lot = cnab240_collection(
            [cnab240_title("06", 26000, 25050, 1), cnab240_title("02", 5000, 0, 2)],
            count=2,
            face=31000,
        )
        text = cnab240([lot])
        paid, entered = lines(text)
        assert codes(text) == set()
        assert (paid.amount, paid.face_amount) == (Decimal("250.5"), Decimal(260))
        assert (paid.booked_on, paid.valued_on, paid.due_on) == (
            date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 10),
        )  # fmt: skip
        assert (paid.counterparty_name, paid.counterparty_tax_id) == (
            "CLIENTE LTDA",
            "12345678000",
        )
        assert (paid.reference, paid.bank_reference, paid.document_number) == (
            "FAT1001", "NOSSO1", "DOC1",
        )  # fmt: skip
        assert (paid.is_pending, entered.is_pending) == (False, True)
        assert {one.kind for one in statements(text)} == {"collection"}

    def test_titles_are_held_against_the_end_of_the_lot(self) -> None:
        titles = [cnab240_title("06", 26000, 25050)]
        assert codes(cnab240([cnab240_collection(titles, count=2, face=26000)])) == {
            "bank_count_mismatch"
        }
        assert codes(cnab240([cnab240_collection(titles, count=1, face=26001)])) == {
            "bank_totals_mismatch"
        }
        assert codes(cnab240([cnab240_collection(titles, count=0, face=0)])) == set()

    def test_a_bank_that_moves_the_columns_of_a_title_is_known_or_refused(self) -> None:
        lot = cnab240_collection([cnab240_title("06", 26000, 25050)], count=1, face=26000)
        title = lot.splitlines()[1]
        # Four columns earlier from its number on, and one more behind the shorter branch.
        moved = (title[:37] + title[41:99] + title[100:]).ljust(240)
        text = cnab240([lot.replace(title, moved)])
        assert refusal(text)[0] == "bank_date_unreadable"
        [line] = lines("\n".join("033" + record[3:] for record in text.splitlines()))
        assert (line.face_amount, line.due_on) == (Decimal(260), date(2026, 1, 10))
        assert (line.counterparty_name, line.counterparty_tax_id, line.reference) == (
            "CLIENTE LTDA", "12345678000", "FAT1001",
        )  # fmt: skip

    @pytest.mark.parametrize("due", ["00000000", "11111111", "99999999"])
    def test_a_title_may_be_due_when_it_is_shown(self, due: str) -> None:
        title = cnab240_title("06", 26000, 25050).replace("10012026", due)
        [line] = lines(cnab240([cnab240_collection([title], count=1, face=26000)]))
        assert line.due_on is None

    @pytest.mark.parametrize("segment", ["T", "U"])
    def test_half_a_title_refuses_the_file(self, segment: str) -> None:
        lot = cnab240_collection([cnab240_title("06", 26000, 25050)], count=1, face=26000)
        kept = [line for line in lot.splitlines() if line[13] != segment]
        assert refusal(cnab240(["\n".join(kept)]))[0] == "bank_line_unreadable"


class TestCnab400:
    """Collection returns: the common columns, and those of the banks that are known."""

    def test_a_title_has_what_was_paid_and_what_it_is_over(self) -> None:
        paid, entered = lines(CNAB400)
        assert (paid.amount, paid.face_amount) == (Decimal("250.5"), Decimal(260))
        assert (paid.booked_on, paid.valued_on, paid.due_on) == (
            date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 10),
        )  # fmt: skip
        assert (paid.reference, paid.bank_reference) == ("FAT1001", "12345678")
        assert (entered.amount, entered.is_pending) == (0, True)
        assert codes(CNAB400) == set()

    def test_columns_of_a_bank_that_is_not_known_are_left_alone(self) -> None:
        [line] = lines(cnab400([cnab400_title("06", 100, 100)], bank="999", count=0, face=0))
        assert (line.amount, line.valued_on, line.reference, line.bank_reference) == (
            1, None, None, None,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("count", "face", "code"),
        [(3, 31000, "bank_count_mismatch"), (2, 31001, "bank_totals_mismatch")],
    )
    def test_titles_are_held_against_the_end(self, count: int, face: int, code: str) -> None:
        titles = [cnab400_title("06", 26000, 25050), cnab400_title("02", 5000, 0)]
        assert codes(cnab400(titles, count=count, face=face)) == {code}

    def test_records_that_are_missing_between_two_are_told_by_their_numbers(self) -> None:
        found = CNAB400.splitlines()
        assert "bank_count_mismatch" in codes("\n".join([found[0], *found[2:]]))

    def test_a_record_that_is_one_sign_too_long_is_told(self) -> None:
        first, second, *rest = CNAB400.splitlines()
        longer = "\n".join([first, second[:390] + " " + second[390:], *rest])
        assert codes(longer) == {"bank_line_too_long"}
        longest = "\n".join([first, second[:390] + "  " + second[390:], *rest])
        assert refusal(longest)[0] == "bank_line_unreadable"

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            (f"{25050:013}", f"{25050:012} ", "bank_amount_unreadable"),
            (f"{26000:013}", " " * 13, "bank_amount_unreadable"),
            ("06060126", "06310226", "bank_date_unreadable"),
            ("\n1", "\n4", "bank_line_unreadable"),
            ("012300456789", " " * 12, "bank_account_missing"),
        ],
    )
    def test_what_cannot_be_trusted_is_refused(self, old: str, new: str, code: str) -> None:
        assert refusal(CNAB400.replace(old, new, 1))[0] == code

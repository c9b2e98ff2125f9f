"""What the reader of tables makes of each layout that we ship, and of every way to break one."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.formats import archive, workbook
from ingestion.formats.cells import amount_reader
from ingestion.formats.compound import check_old_workbook
from ingestion.formats.detect import read_statements
from ingestion.formats.profiles import shipped_profiles
from ingestion.formats.statement import FileRefused, Statement
from ingestion.formats.text import beginning
from tests.ingestion.bank_samples import CARTOLA
from tests.shared import SHARED

OLD_WORKBOOK = SHARED / "data" / "bank_files" / "table" / "cl_bci_cartola_masked.xls"


def only(data: str | bytes) -> Statement:
    """The one statement of the file."""
    [statement] = read_statements(data if isinstance(data, bytes) else data.encode()).statements
    return statement


def amounts(statement: Statement) -> list[str]:
    return [f"{line.amount:f}" for line in statement.transactions]


def days(statement: Statement) -> list[str]:
    return [str(line.booked_on) for line in statement.transactions]


def balances(statement: Statement) -> tuple[str, str]:
    return str(statement.opening_balance), str(statement.closing_balance)


def codes(statement: Statement) -> set[str]:
    return {warning.code for warning in statement.warnings}


def refusal(data: str | bytes) -> tuple[str, str, int | None]:
    with pytest.raises(FileRefused) as refused:
        only(data)
    return refused.value.code, refused.value.value, refused.value.line_number


def sheet(rows: Sequence[Sequence[Any]], **others: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of one sheet of these rows, and of others by name."""
    book = openpyxl.Workbook()
    pages = {"Hoja1": rows, **others}
    book.remove(book.active)
    for name, content in pages.items():
        page = book.create_sheet(name)
        for row in content:
            page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


US = """\
Date,Description,Amount,Balance,Currency,Account
01/15/2026,ACME INC,"1,200.50","2,200.50",USD,77
01/16/2026,FEE,(12.50),"2,188.00",USD,77
01/17/2026,RENT,1000.00-,"1,188.00",USD,77
"""


class TestLayouts:
    """One small file of each layout is read with its account, amounts, days and balances."""

    def test_banco_de_chile(self) -> None:
        statement = only(CARTOLA)
        assert (statement.format, statement.account_number) == ("banco_chile", "00-123-45678-90")
        assert (statement.currency, amounts(statement)) == ("CLP", ["250000", "-40000", "-40000"])
        assert balances(statement) == ("1000000", "1170000")
        assert codes(statement) == set()

    def test_a_last_line_that_is_missing_is_told_by_the_totals_below(self) -> None:
        short = CARTOLA.replace("05/01/2026;Pago proveedor;$40.000;;1.170.000\n", "")
        assert codes(only(short)) == {"bank_totals_mismatch"}

    def test_banco_de_chile_for_companies(self) -> None:
        table = (
            "Cuenta;12345\nFecha;Detalle Movimiento;Cheque o Cargo;Deposito o Abono;Saldo;"
            "Docto. Nro.;Trn;Caja;Sucursal\n2/12/2025;DEP.CHEQ.OTROS BANCOS;0;1.000.000;2.500.000;"
            "67890;0;0;OF. IQUIQUE\n"
        )
        statement = only(table)
        assert statement.transactions[0].reference == "67890"
        assert balances(statement) == ("1500000", "2500000")

    def test_banco_de_chile_card(self) -> None:
        table = (
            "Tipo de Tarjeta:;Titular Visa ****1235\nMonto Facturado;15.000\n"
            "Categoría;Fecha;Descripción;Cuotas;Monto ($)\n"
            "Compras;04/01/2026;TIENDA;01/01;20.000\nAbonos;05/01/2026;DEVOLUCION;01/01;-5.000\n"
        )
        statement = only(table)
        assert (statement.account_number, amounts(statement)) == ("****1235", ["-20000", "5000"])
        assert codes(statement) == {"bank_totals_mismatch"}  # 20.000 out, 15.000 stated

    def test_bci_with_a_header_in_two_rows_and_merged_cells(self) -> None:
        rows: list[list[Any]] = [
            ["", "", "", "N° CUENTA", 999999, "MONEDA", "PESOS"],
            ["PERIODO", "29-12-2025 al 17-01-2026"],
            ["FECHA", "SUCURSAL", "DESCRIPCION", "N° DE\xa0", "CHEQUES Y", None, "DEPOSITOS", None,
             "SALDO DIARIO", None],
            [None, None, None, "DOCUMENTO", "OTROS CARGOS", None, "Y ABONOS", None, None, None],
            [date(2026, 1, 2), "OF VIRT U", "TRANSFER DE A", 889429248937, None, None, None, 90251,
             None, 190251],
            [date(2026, 1, 4), "LA FLORIDA", "CHEQUE", 9991981, None, 50000, None, None, None,
             140251],
            ["Resumen del Periodo"],
            ["Periodo", None, None, "Saldo Anterior", "Total Cargos y Cheques", None,
             "Total Abonos y Depositos", None, "Saldo Contable Final del Periodo"],
            ["29-12-2025 al 17-01-2026", None, None, 100000, "-", 50000, "+", 90251, "=", 140251],
        ]  # fmt: skip
        statement = only(sheet(rows))
        assert (statement.format, statement.account_number) == ("bci", "999999")
        assert amounts(statement) == ["90251", "-50000"]
        assert statement.transactions[0].reference == "889429248937"
        assert balances(statement) == ("100000", "140251")
        assert statement.from_date == date(2025, 12, 29)
        assert codes(statement) == set()
        # The sum stands below its label, in the columns that the label covers.
        rows[-1][5] = 50001
        assert codes(only(sheet(rows))) == {"bank_totals_mismatch"}

    def test_santander_chile(self) -> None:
        rows: list[list[Any]] = [
            ["Cuenta Corriente N° 0-000-1234567-8"],
            ["Moneda: PESOS DE CHILE"],
            ["MONTO", "DESCRIPCIÓN MOVIMIENTO", None, "FECHA", "SALDO", "N° DOCUMENTO", "SUCURSAL",
             "CARGO/ABONO"],
            [-50000, "PAGO PROVEEDOR", None, "05/01/2026", 950000, "000123", "CASA", "C"],
            [200000, "TRANSF DE CLIENTE", None, "06/01/2026", 1150000, "000124", "CASA", "A"],
            ["Saldos diarios"],
            [1150000, "06/01/2026"],
        ]  # fmt: skip
        statement = only(sheet(rows))
        assert (statement.format, statement.account_number) == (
            "santander_chile", "0-000-1234567-8",
        )  # fmt: skip
        assert amounts(statement) == ["-50000", "200000"]
        assert balances(statement) == ("1000000", "1150000")

    def test_banco_estado_with_its_titles_on_another_sheet(self) -> None:
        titles: list[list[Any]] = [
            ["Fecha Inicio", None, None, None, "14/12/2025"],
            ["Fecha Final", None, None, None, "10/01/2026"],
            ["Saldo Inicial", None, None, None, "$100.000"],
            ["Saldo Final", None, None, None, "$120.000"],
        ]
        lines: list[list[Any]] = [
            ["Fecha", "Sucursal", "N° Cuenta", "Alias", "N° Cartola", "N° Operación",
             "Descripción", "Cheques / Cargos", "Depósitos / Abonos", "Saldo"],
            ["30/12", "STGO", "82370351925", "CHEQ", 9, "0001077", "TEF DE A", 0, "$50.000",
             "$150.000"],
            ["02/01", "STGO", "82370351925", "CHEQ", 9, "7023294", "TEF A B", 30000, "$0",
             "$120.000"],
        ]  # fmt: skip
        statement = only(sheet(titles, Movimientos=lines))
        assert (statement.format, statement.account_number) == ("banco_estado", "82370351925")
        assert days(statement) == ["2025-12-30", "2026-01-02"]
        assert balances(statement) == ("100000", "120000")
        assert codes(statement) == set()

    def test_banco_estado_prints_money_out_with_its_sign(self) -> None:
        table = (
            "Últimos Movimientos CuentaRUT N° 00017046102\n"
            "Fecha;N° Operación;Descripción;Cheques / Cargos $;Depósitos / Abonos $;Saldo $\n"
            "03/01/2026;11;TEF A;-7.000;0;93.000\n02/01/2026;10;TEF DE;0;100.000;100.000\n"
        )
        statement = only(table)
        assert statement.account_number == "00017046102"
        assert amounts(statement) == ["100000", "-7000"]
        assert balances(statement) == ("0", "93000")

    def test_itau_chile(self) -> None:
        table = (
            "Número de cuenta;00123456789\nPeríodo: 01/12/2025 - 31/01/2026\n"
            "Saldo anterior cuenta corriente;10.000\n"
            "Fecha;Número de operación;Sucursal;Descripción;Depósitos o abonos;Giros o cargos;"
            "Saldo diario\n31/12;1;001;Transferencia De A;$5.000;$0;$15.000\n"
            "02/01;2;001;Cuota Prestamo;$0;$4.000;$11.000\n"
        )
        statement = only(table)
        assert (statement.format, statement.account_number) == ("itau_chile", "00123456789")
        assert days(statement) == ["2025-12-31", "2026-01-02"]
        assert balances(statement) == ("10000", "11000")

    def test_generic_european(self) -> None:
        table = (
            "IBAN: ES12 3456 7890\nBuchungstag;Valuta;Verwendungszweck;Betrag;Währung\n"
            "31.12.2025;02.01.2026;Rechnung 7;1.234,56;EUR\n13.01.2026;;Miete;-1 000,00;EUR\n"
        )
        statement = only(table)
        assert (statement.format, statement.account_number) == (
            "generic_european", "ES12 3456 7890",
        )  # fmt: skip
        assert amounts(statement) == ["1234.56", "-1000.00"]
        assert statement.transactions[0].valued_on == date(2026, 1, 2)
        assert (statement.kind, codes(statement)) == ("movements", set())

    def test_generic_european_in_two_columns(self) -> None:
        table = "IBAN;DE1\nFecha;Concepto;Debe;Haber;Saldo\n15-ene-2026;A;;10,50;10,50\n"
        statement = only(table.replace("Saldo\n", "Saldo;Moneda\n").replace(",50\n", ",50;EUR\n"))
        assert (amounts(statement), days(statement)) == (["10.50"], ["2026-01-15"])

    def test_generic_us(self) -> None:
        statement = only(US)
        assert (statement.format, statement.account_number) == ("generic_us", "77")
        assert amounts(statement) == ["1200.50", "-12.50", "-1000.00"]
        assert balances(statement) == ("1000.00", "1188.00")
        assert codes(statement) == set()

    def test_generic_us_in_two_columns(self) -> None:
        table = "Date,Description,Withdrawals,Deposits\n01/15/2026,A,5.00,\n01/16/2026,B,,7.00\n"
        assert amounts(only(table)) == ["-5.00", "7.00"]

    def test_every_layout_that_we_ship_has_a_test_of_its_own(self) -> None:
        told = {
            "banco_chile", "banco_chile_card", "banco_estado", "bci", "csb43_export",
            "generic_european", "generic_european_two_columns", "generic_us",
            "generic_us_two_columns", "itau_chile", "paypal", "paypal_us", "santander_chile",
            "statement_csv", "stripe_api", "stripe_balance_history", "stripe_payouts_api",
            "stripe_report",
        }  # fmt: skip
        assert {profile.name for profile in shipped_profiles()} == told


class TestAmounts:
    """An amount is read as it is meant, or not at all."""

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1.234.567", "1234567"), ("1234,5", "1234.5"), ("$1.000", "1000"), ("- $5", "-5"),
            ("(12,50)", "-12.50"), ("12,50-", "-12.50"), ("US$ 3", "3"), ("€ 3,00", "3.00"),
            ("3,00 EUR", "3.00"), ("−7", "-7"), ("+7", "7"), ("1\xa0234,00", "1234.00"),
        ],
    )  # fmt: skip
    def test_as_banks_print_it(self, text: str, amount: str) -> None:
        assert amount_reader(",", (".", " "), 2)(text) == Decimal(amount)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-",
            ".",
            "$",
            "12..34",
            "1.23",
            "1.2345",
            "1,234",
            "-(5)",
            "--5",
            "(5",
            "1e5",
            "٣",
            "5 %",
        ],
    )
    def test_what_may_mean_something_else_is_not_read(self, text: str) -> None:
        assert amount_reader(",", (".", " "), 2)(text) is None

    def test_a_file_with_one_such_amount_is_refused_with_its_line(self) -> None:
        assert refusal(US.replace("(12.50)", "12..50")) == ("bank_amount_unreadable", "12..50", 3)

    def test_a_line_needs_one_amount_of_two_columns(self) -> None:
        both = CARTOLA.replace("$40.000;;1.210.000", "$40.000;40.000;1.210.000")
        assert refusal(both)[0] == "bank_amount_unreadable"
        neither = CARTOLA.replace("$40.000;;1.210.000", ";;1.210.000")
        assert refusal(neither)[::2] == ("bank_amount_unreadable", 7)

    def test_a_mark_wins_over_the_printed_sign_and_must_be_known(self) -> None:
        table = "Date,Label,Amount,D/C\n12/15/2025,A,33.50,D\n12/15/2025,B,-20.00,C\n"
        assert amounts(only(table)) == ["-33.50", "20.00"]
        assert refusal(table.replace(",D\n", ",X\n")) == ("bank_direction_unreadable", "X", 2)

    def test_a_number_cell_is_the_decimal_that_it_shows(self) -> None:
        rows: list[list[Any]] = [
            ["Date", "Description", "Amount"],
            [date(2026, 1, 13), "a", 0.1 + 0.2],
        ]
        assert amounts(only(sheet(rows))) == ["0.3"]

    @pytest.mark.parametrize("amount", [1e300, 1e14, -1e14, "1" + "0" * 400])
    def test_what_no_account_holds_is_refused(self, amount: float | str) -> None:
        rows: list[list[Any]] = [["Date", "Description", "Amount"]]
        rows.append([date(2026, 1, 13), "a", amount])
        assert refusal(sheet(rows))[::2] == ("bank_amount_out_of_bounds", 2)

    @pytest.mark.parametrize("amount", [1e-300, 0.001])
    def test_less_than_a_cent_is_refused(self, amount: float) -> None:
        rows: list[list[Any]] = [["Date", "Description", "Amount"]]
        rows.append([date(2026, 1, 13), "a", amount])
        assert refusal(sheet(rows))[::2] == ("bank_amount_unreadable", 2)

    def test_a_number_in_a_text_cell_is_read_by_the_layout(self) -> None:
        rows: list[list[Any]] = [["Date", "Description", "Amount"], ["01/13/2026", "a", "1,234.50"]]
        assert amounts(only(sheet(rows))) == ["1234.50"]


class TestDays:
    """A day is read in one order for the whole file, and with the year that the titles give."""

    def test_days_without_a_year_and_without_a_period_are_refused(self) -> None:
        table = (
            "Fecha;N° operación;Descripción;Depósitos o abonos;Giros o cargos;Saldo diario\n"
            "31/12;1;A;5.000;0;15.000\n"
        )
        assert refusal(table) == ("bank_year_missing", "31/12", 2)
        assert days(only("Período: 31/12/2025\n" + table)) == ["2025-12-31"]
        assert refusal("Período: 01/01/2026 - 31/01/2026\n" + table)[0] == "bank_date_unreadable"

    def test_where_both_orders_read_every_day_a_warning_says_which_was_taken(self) -> None:
        table = "Date,Description,Amount,Account\n03/04/2026,A,1.00,7\n"
        statement = only(table)
        assert days(statement) == ["2026-03-04"]
        assert codes(statement) == {"bank_day_order_assumed"}
        proven = only(table + "25/04/2026,B,1.00,7\n")
        assert days(proven) == ["2026-04-03", "2026-04-25"]
        assert codes(proven) == set()

    def test_days_that_excel_may_have_turned_are_told(self) -> None:
        rows: list[list[Any]] = [["Fecha", "Concepto", "Importe", "IBAN"]]
        rows += [[date(2026, 5, 1), "A", 1, "ES1"], ["13/01/2026", "B", 1, "ES1"]]
        assert codes(only(sheet(rows))) == {"bank_days_mixed"}

    def test_two_orders_in_one_file_are_refused(self) -> None:
        table = "Date,Description,Amount\n03/25/2026,A,1.00\n25/03/2026,B,1.00\n"
        assert refusal(table)[0] == "bank_date_unreadable"

    def test_a_day_that_no_calendar_has_is_refused(self) -> None:
        assert refusal(CARTOLA.replace("02/01/2026", "30/02/2026")) == (
            "bank_date_unreadable", "30/02/2026", 6,
        )  # fmt: skip


class TestRows:
    """Titles, totals and notes are no lines; every line is one."""

    def test_equal_lines_are_all_kept(self) -> None:
        assert amounts(only(CARTOLA)).count("-40000") == 2

    def test_lines_from_new_to_old_are_turned_by_their_running_balance(self) -> None:
        head, *lines = CARTOLA[: CARTOLA.index("Totales")].split("Fecha;")[1].splitlines()
        turned = "\n".join(["Cuenta: 1", "Fecha;" + head, *lines[::-1]])
        assert amounts(only(turned)) == ["250000", "-40000", "-40000"]
        assert balances(only(turned)) == ("1000000", "1170000")

    def test_a_running_balance_that_breaks_is_told_with_its_line(self) -> None:
        statement = only(CARTOLA.replace("1.210.000", "1.211.000"))
        assert "7: 1211000" in {warning.value for warning in statement.warnings}
        assert codes(statement) == {"bank_running_balance_broken"}

    def test_a_balance_printed_once_a_day_gives_the_opening_one(self) -> None:
        table = CARTOLA.replace("1.250.000\n", "\n").replace("1.210.000\n", "\n")
        statement = only(table.replace("Saldo Inicial;;;;1.000.000\n", ""))
        assert balances(statement) == ("1000000", "1170000")

    def test_a_missing_line_is_told_by_the_balances_in_the_titles(self) -> None:
        lines = CARTOLA.splitlines(keepends=True)
        statement = only("".join(lines[:5] + lines[6:]))
        assert "bank_balance_mismatch" in codes(statement)

    def test_the_banks_own_totals_are_held_against_the_lines(self) -> None:
        titled = CARTOLA.replace("Saldo Inicial;;;;", "Total Cargos;90.000\nSaldo Inicial;;;;")
        assert codes(only(titled)) == {"bank_totals_mismatch"}
        assert codes(only(titled.replace("90.000", "80.000"))) == set()

    def test_an_amount_without_a_day_is_no_title(self) -> None:
        assert refusal(CARTOLA.replace("02/01/2026", ""))[::2] == ("bank_date_unreadable", 6)

    def test_a_row_that_is_too_short_or_too_long_is_refused(self) -> None:
        assert refusal(US.replace("RENT,", "RENT, JAN,"))[::2] == ("bank_line_unreadable", 4)
        assert refusal(US.replace("FEE,", ""))[::2] == ("bank_line_unreadable", 3)

    def test_a_stray_quote_swallows_no_line(self) -> None:
        assert refusal(US.replace("FEE", '"FEE'))[0] == "bank_line_unreadable"
        last = 'Date,Description,Amount,Account\n01/13/2026,A,1.00,"7\n01/14/2026,B,2.00,7\n'
        assert refusal(last)[0] == "bank_line_unreadable"

    def test_a_header_repeated_on_each_page_is_no_line(self) -> None:
        header = "Fecha;Descripción;Cargos;Abonos;Saldo\n"
        paged = CARTOLA.replace("05/01/2026;Pago", header + "05/01/2026;Pago", 1)
        assert amounts(only(paged)) == amounts(only(CARTOLA))

    def test_a_line_below_the_end_of_the_table_is_not_left_out(self) -> None:
        rows: list[list[Any]] = [
            ["MONTO", "DESCRIPCIÓN", "FECHA", "CARGO/ABONO"],
            [5, "A", "13/01/2026", "A"],
            ["Saldos diarios"],
            [5, "B", "14/01/2026", "A"],
        ]
        assert refusal(sheet(rows))[::2] == ("bank_line_after_end", 4)

    def test_two_accounts_are_two_statements(self) -> None:
        two = read_statements((US + "01/18/2026,X,1.00,6.00,USD,88\n").encode()).statements
        assert [one.account_number for one in two] == ["77", "88"]
        assert balances(two[1]) == ("5.00", "6.00")

    def test_without_an_account_a_warning_asks_for_one(self) -> None:
        table = "Date,Description,Amount\n01/13/2026,A,1.00\n"
        assert codes(only(table)) == {"bank_account_unstated"}

    def test_a_table_without_lines_is_a_statement_only_with_its_account(self) -> None:
        head = CARTOLA[: CARTOLA.index("02/01")]
        assert only(head).transactions == ()
        assert refusal(head.replace("Cuenta: 00-123-45678-90", ""))[0] == "bank_no_statement"

    def test_missing_columns_are_named_with_the_known_layouts(self) -> None:
        code, value, _ = refusal(CARTOLA.replace("Fecha;Descripción;Cargos", "Fecha;X;Cargos"))
        assert code == "bank_columns_missing"
        assert value.startswith("banco_chile: descripcion | ")
        assert "bci, " in value

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_in_every_encoding_that_banks_use(self, encoding: str) -> None:
        [first, *_] = only(CARTOLA.encode(encoding)).transactions
        assert first.remittance_text == "Traspaso De: Viña del Sur SpA"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_the_first_part_of_a_file_may_end_inside_a_sign(self, encoding: str) -> None:
        data = ("ñ" * 10).encode(encoding)
        for size in range(4, len(data)):
            assert set(beginning(data, size)) <= {"ñ"}

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_with_every_delimiter(self, delimiter: str) -> None:
        assert amounts(only(CARTOLA.replace(";", delimiter))) == amounts(only(CARTOLA))


class TestMarks:
    """Whether a comma is the decimal mark, the amounts of a generic table say."""

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize(
        ("text", "amount"),
        [("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("0.5", "0.5"), ("0,5", "0.5")],
    )
    def test_in_csv_under_every_delimiter(self, delimiter: str, text: str, amount: str) -> None:
        rows = (("Date", "Description", "Amount"), ("13/01/2026", "A", f'"{text}"'))
        assert amounts(only("\n".join(map(delimiter.join, rows)))) == [amount]

    def test_two_ways_in_one_file_are_refused(self) -> None:
        table = "Date;Description;Amount\n13/01/2026;A;1,50\n14/01/2026;A;1.50\n"
        assert refusal(table)[0] == "bank_amount_unreadable"


class TestWorkbooks:
    """A workbook is read from its exact cells, and opened without trusting it."""

    ROWS = (("Date", "Description", "Amount"), (date(2026, 1, 13), "A", 10.5))

    def test_a_formula_without_its_value_is_refused_with_its_cell(self) -> None:
        rows = [*self.ROWS, (date(2026, 1, 14), "B", "=1+1")]
        assert refusal(sheet(rows)) == ("bank_formula_without_value", "Hoja1!C3", None)

    def test_a_formula_with_its_value_is_read(self) -> None:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["Date", "Description", "Amount"])
            page.write_row(1, 0, ["01/13/2026", "A"])
            page.write_formula(1, 2, "=1+1", None, 2)
        assert amounts(only(target.getvalue())) == ["2"]

    def test_it_is_no_zip_of_statements_and_may_stand_in_one(self) -> None:
        data = sheet(self.ROWS)
        assert not archive.is_archive(data)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as packed:
            packed.writestr("cartola.xlsx", data)
        assert amounts(only(target.getvalue())) == ["10.5"]

    @staticmethod
    def altered(name: str, content: bytes) -> bytes:
        """The workbook with one part replaced or added."""
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(sheet(TestWorkbooks.ROWS))) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            for part in source.namelist():
                if part != name:
                    packed.writestr(part, source.read(part))
            packed.writestr(name, content)
        return target.getvalue()

    @pytest.mark.parametrize("part", ["xl/styles.xml", "_rels/.rels", "xl/worksheets/sheet1.xml"])
    def test_a_part_that_unpacks_without_end_is_refused(self, part: str) -> None:
        assert refusal(self.altered(part, b" " * 64_000_000))[0] == "bank_zip_too_large"

    def test_a_doctype_is_refused(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
        assert refusal(self.altered("xl/worksheets/sheet1.xml", bomb))[0] == "bank_doctype_refused"

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ('<row><c r="A1"/></row><row><c r="XFD1048576"/></row>', "bank_sheet_too_large"),
            ('<row r="1048576"><c r="XFD1048576"/></row>', "bank_sheet_too_large"),
            ('<row r="9000000"/><row><c/><c/></row>', "bank_sheet_too_large"),
            ('<row><c r="A41A5"><v>1</v></c></row>', "bank_workbook_broken"),
            ('<row r="-1"><c><v>1</v></c></row>', "bank_workbook_broken"),
        ],
    )
    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.bin"])
    def test_cells_that_span_more_than_a_machine_holds_are_refused(
        self, part: str, rows: str, code: str
    ) -> None:
        namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        page = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
        assert refusal(self.altered(part, page.encode()))[0] == code

    def test_cut_off_or_damaged_it_is_refused(self) -> None:
        data = sheet(self.ROWS)
        assert refusal(data[:-40])[0] == "bank_zip_broken"
        assert refusal(self.altered("xl/workbook.xml", b"<workbook"))[0] == "bank_workbook_broken"

    def test_without_a_known_table_the_layouts_are_named(self) -> None:
        code, value, _ = refusal(sheet([["hello"]]))
        assert code == "bank_table_unknown"
        assert "banco_estado" in value

    def test_every_sheet_with_a_header_is_a_table_of_its_own(self) -> None:
        other: list[list[Any]] = [
            ["Date", "Description", "Debit", "Credit"],
            ["01/13/2026", "A", 1, None],
        ]
        three = read_statements(sheet(self.ROWS, Feb=self.ROWS, Other=other)).statements
        assert [amounts(one) for one in three] == [["10.5"], ["10.5"], ["-1"]]

    def test_lines_on_a_sheet_without_a_header_are_not_left_out(self) -> None:
        data = sheet(self.ROWS, Feb=self.ROWS[1:])
        assert refusal(data) == ("bank_sheet_unread", "Feb", None)


SAMPLES = {
    "cartola": CARTOLA.encode(),
    "us": US.encode(),
    "workbook": sheet(TestWorkbooks.ROWS),
    "fintoc": b'[{"object": "movement", "id": "1", "amount": 5, "currency": "CLP", '
    b'"account_id": "a", "post_date": "2026-01-05", "sender_account": {"holder_name": "A"}}]',
}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_whatever_happens_to_the_bytes_only_a_refusal_may_come_out(
    name: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    try:
        read_statements(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content))
    except FileRefused:
        return


def test_every_flipped_bit_is_noticed_where_it_changes_money() -> None:
    """The running balance and the titles hold every amount of a table to its neighbours."""
    whole = sorted(amounts(only(CARTOLA)))
    data = CARTOLA.encode()
    for place in range(len(data)):
        for bit in range(8):
            content = bytearray(data)
            content[place] ^= 1 << bit
            try:
                read = read_statements(bytes(content)).statements
            except FileRefused:
                continue
            if not any(statement.warnings for statement in read):
                found = sorted(amount for one in read for amount in amounts(one))
                assert found == whole, bytes(content[max(0, place - 20) :][:40])


@pytest.mark.skipif(not OLD_WORKBOOK.is_file(), reason=f"no bank files at {OLD_WORKBOOK.parent}")
class TestOldWorkbooks:
    """XLS is checked before it is opened: its reader trusts what the file claims."""

    def test_cut_off_anywhere_it_is_refused(self) -> None:
        data = OLD_WORKBOOK.read_bytes()
        for size in range(8, len(data) - 512, 997):
            assert refusal(data[:size])[0] == "bank_workbook_broken"

    def test_a_chain_that_runs_in_a_circle_is_refused(self) -> None:
        data = bytearray(OLD_WORKBOOK.read_bytes())
        table = (int.from_bytes(data[76:80], "little") + 1) * 512
        for sector in range(128):  # every sector follows itself
            data[table + sector * 4 : table + sector * 4 + 4] = sector.to_bytes(4, "little")
        assert refusal(bytes(data))[0] == "bank_workbook_broken"

    @pytest.mark.parametrize(("most_cells", "is_refused"), [(1000, True), (2_000_000, False)])
    def test_cells_that_span_too_much_are_refused(self, most_cells: int, is_refused: bool) -> None:
        data = OLD_WORKBOOK.read_bytes()
        with pytest.raises(FileRefused) if is_refused else nullcontext() as refused:
            check_old_workbook(data, most_cells)
        assert refused is None or refused.value.code == "bank_sheet_too_large"

    def test_damaged_at_random_it_is_read_or_refused_without_a_word(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """The reader below panics on what it did not expect, and says so on the terminal."""
        whole = OLD_WORKBOOK.read_bytes()
        chance = random.Random(11)
        outcomes = set()
        for number in range(150):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 8)):
                # The head and the tables of the container stand at the beginning.
                place = chance.randrange(len(data) if number % 2 else 3000)
                data[place] = chance.randrange(256)
            try:
                workbook.read_sheets(bytes(data))
                outcomes.add("read")
            except FileRefused as refused:
                outcomes.add(refused.code)
        assert outcomes >= {"read", "bank_workbook_broken"}
        assert capfd.readouterr().err == ""

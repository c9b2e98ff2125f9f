"""Payment services and banking APIs are bank accounts: every cent of gross, fee and net is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ingestion.formats.detect import read_statements
from ingestion.formats.statement import FileRefused, Statement, StatementTransaction
from tests.ingestion.bank_samples import BERLIN, movement

STRIPE_API = """\
id,amount,available_on,created,currency,description,fee,net,source,status,type
txn_1,2040000,2026-02-01 00:00:00,2026-01-25 17:17:15,usd,Invoice 7,59190,1980810,ch_1,pending,charge
txn_2,-1980810,2026-02-02 00:00:00,2026-02-01 01:04:36,usd,STRIPE PAYOUT,0,-1980810,po_1,available,payout
txn_3,15000,2026-02-03 00:00:00,2026-02-02 10:00:00,clp,Factura 8,450,14550,ch_2,available,charge
"""  # noqa: E501
STRIPE_REPORT = """\
balance_transaction_id,created_utc,created,currency,gross,fee,net,reporting_category
txn_1,2026-01-25 20:17:15,2026-01-25 17:17:15,usd,204.00,5.92,198.08,charge
"""
STRIPE_HISTORY = """\
id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description
txn_1,charge,ch_1,"1,204.00",5.92,"1,198.08",usd,2026-01-25 17:17,2026-02-01 00:00,Invoice 7
"""
PAYPAL = """\
"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID",\
"Item Title","Balance","Balance Impact"
"25/01/2026","10:46:49","CET","ACME","Website Payment","Completed","EUR","1,120.00","-32.78",\
"1,087.22","T1","Invoice 7","1,087.22","Credit"
"26/01/2026","10:46:49","CET","ACME","Website Payment","Pending","EUR","9.00","0.00","9.00","T2",\
"","","Memo"
"""


def statements(data: str) -> tuple[Statement, ...]:
    return read_statements(data.encode()).statements


def lines(data: str) -> list[StatementTransaction]:
    return [line for one in statements(data) for line in one.transactions]


def refusal(data: str) -> tuple[str, str, int | None]:
    with pytest.raises(FileRefused) as refused:
        statements(data)
    return refused.value.code, refused.value.value, refused.value.line_number


def codes(data: str) -> set[str]:
    return {warning.code for one in statements(data) for warning in one.warnings}


class TestStripe:
    """A line is a balance transaction of its net amount; gross and fee are its parts."""

    def test_minor_units_are_those_of_the_currency(self) -> None:
        assert [(str(line.amount), line.currency) for line in lines(STRIPE_API)] == [
            ("19808.10", "USD"),
            ("-19808.10", "USD"),
            ("14550", "CLP"),
        ]

    def test_the_parts_of_a_line_sum_to_it(self) -> None:
        for line in lines(STRIPE_API):
            parts = [detail.amount or Decimal(0) for detail in line.details]
            assert sum(parts, Decimal(0)) == (line.amount if parts else 0)
        assert [str(detail.amount) for detail in lines(STRIPE_API)[0].details] == [
            "20400.00",
            "-591.90",
        ]
        assert lines(STRIPE_API)[1].details == ()

    def test_what_was_paid_and_what_the_service_kept_of_it_stand_beside_the_line(self) -> None:
        charged, payout, _ = lines(STRIPE_API)
        assert (charged.original_amount, charged.original_currency) == (Decimal(20400), "USD")
        assert charged.fee_amount == Decimal("591.90")
        assert (payout.original_amount, payout.fee_amount) == (None, None)
        [paid, _] = lines(PAYPAL)
        assert (paid.original_amount, paid.fee_amount) == (Decimal(1120), Decimal("32.78"))

    def test_parts_that_do_not_give_the_net_amount_are_told(self) -> None:
        assert codes(STRIPE_API) == set()
        altered = STRIPE_API.replace(",59190,", ",59191,")
        [warning] = [one for statement in statements(altered) for one in statement.warnings]
        assert (warning.code, warning.value) == (
            "bank_net_mismatch", "2: 20400.00, 591.91, 19808.10",
        )  # fmt: skip

    def test_a_fraction_of_a_cent_refuses_the_file(self) -> None:
        altered = STRIPE_API.replace(",1980810,ch_1", ",1980810.5,ch_1")
        assert refusal(altered)[0] == "bank_amount_unreadable"

    @pytest.mark.parametrize(
        ("report", "layout", "amount"),
        [
            (STRIPE_REPORT, "stripe_report", "198.08"),
            (STRIPE_HISTORY, "stripe_balance_history", "1198.08"),
        ],
    )
    def test_its_reports_are_in_whole_units(self, report: str, layout: str, amount: str) -> None:
        [statement] = statements(report)
        assert (statement.format, statement.account_number) == (layout, "stripe balance")
        [line] = statement.transactions
        assert (str(line.amount), str(line.booked_on)) == (amount, "2026-01-25")
        assert len(line.details) == 2
        assert codes(report) == set()

    def test_a_payout_that_failed_is_no_money(self) -> None:
        report = (
            "id,amount,arrival_date,created,currency,description,status,"
            "destination_bank_account_id\n"
            "po_1,5000,2026-01-20,2026-01-19,usd,P,paid,ba_1\n"
            "po_2,7000,2026-01-20,2026-01-19,usd,P,failed,ba_1\n"
        )
        assert [line.is_pending for line in lines(report)] == [False, True]


class TestPayPal:
    """What is completed and moves the balance is a line of its net amount."""

    def test_only_what_counts_is_booked(self) -> None:
        [first, second] = lines(PAYPAL)
        assert (str(first.amount), first.reference, first.is_pending) == ("1087.22", "T1", False)
        assert [str(detail.amount) for detail in first.details] == ["1120.00", "-32.78"]
        assert second.is_pending
        assert codes(PAYPAL) == set()

    def test_under_a_time_zone_of_the_united_states_the_month_comes_first(self) -> None:
        american = PAYPAL.replace("CET", "PST").replace("25/01", "1/2").replace("26/01", "1/3")
        [first, _] = lines(american)
        assert str(first.booked_on) == "2026-01-02"


class TestFintoc:
    """Movements of linked accounts carry a sign, those of Fintoc's own accounts a direction."""

    def test_a_transfer_names_its_sender(self) -> None:
        [line] = lines(json.dumps([movement()]))
        assert (str(line.amount), str(line.booked_on)) == ("59400", "2026-01-05")
        assert (line.counterparty_name, line.counterparty_tax_id) == ("Viña SpA", "771806538")
        assert line.remittance_text == "Traspaso de: Viña Factura 198"

    def test_minor_units_and_direction(self) -> None:
        [line] = lines(json.dumps([movement(currency="MXN", amount=150000, direction="outbound")]))
        assert str(line.amount) == "-1500.00"

    def test_a_cheque_that_the_bank_may_take_back_is_pending(self) -> None:
        [line] = lines(json.dumps([movement(pending=True)]))
        assert line.is_pending

    def test_movements_may_stand_below_their_account(self) -> None:
        line = movement()
        del line["account_id"]
        assert codes(json.dumps([line])) == {"bank_report_account_unstated"}
        account = {"object": "account", "id": "acc_9", "number": "71479943", "movements": [line]}
        [statement] = statements(json.dumps(account))
        assert statement.account_number == "71479943"

    def test_accounts_are_statements(self) -> None:
        data = json.dumps([movement(), movement(account_id="acc_2"), movement(currency="USD")])
        assert [(one.account_number, one.currency) for one in statements(data)] == [
            ("acc_1", "CLP"),
            ("acc_2", "CLP"),
            ("acc_1", "USD"),
        ]

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"amount": 59400.5}, "bank_amount_unreadable"),
            ({"amount": "59400"}, "bank_amount_unreadable"),
            ({"amount": True}, "bank_amount_unreadable"),
            ({"amount": 10**20}, "bank_amount_out_of_bounds"),
            ({"direction": "sideways"}, "bank_direction_unreadable"),
            ({"currency": None}, "bank_line_unreadable"),
            ({"post_date": "2026-02-30"}, "bank_date_unreadable"),
            ({"post_date": None, "transaction_date": None}, "bank_date_unreadable"),
        ],
    )
    def test_what_cannot_be_read_refuses_the_file(self, fields: dict[str, Any], code: str) -> None:
        assert refusal(json.dumps([movement(), movement(**fields)]))[::2] == (code, 2)

    def test_broken_or_doubtful_json_is_refused(self) -> None:
        data = json.dumps([movement()])
        assert refusal(data[:-5])[0] == "bank_json_broken"
        twice = data.replace('"amount": 59400', '"amount": 59400, "amount": 1')
        assert refusal(twice)[0] == "bank_json_broken"
        assert refusal(data.replace("59400", "NaN"))[0] == "bank_json_broken"
        deep = '[{"object": "movement", "amount": ' + "[" * 100_000
        assert refusal(deep)[0] == "bank_json_broken"


class TestOpenBanking:
    """A report of the Berlin Group's standard is a statement."""

    def test_booked_and_pending_lines_are_told_apart_and_balances_are_proved(self) -> None:
        [statement] = statements(json.dumps(BERLIN))
        assert statement.account_number == "DE2310010010123456789"
        assert [line.is_pending for line in statement.transactions] == [False, False, True]
        assert statement.transactions[0].counterparty_account == "DE43533700240123456900"
        assert statement.transactions[1].counterparty_name == "Landlord"
        assert statement.balance_difference == 0
        assert statement.warnings == ()

    def test_a_report_without_its_account_says_so(self) -> None:
        data = json.dumps({name: value for name, value in BERLIN.items() if name != "account"})
        assert codes(data) == {"bank_report_account_unstated"}

    def test_a_missing_line_is_told(self) -> None:
        assert codes(json.dumps(BERLIN).replace('"-12.90"', '"-12.91"')) == {
            "bank_balance_mismatch"
        }

    def test_an_amount_that_is_none_refuses_the_file(self) -> None:
        assert refusal(json.dumps(BERLIN).replace('"-12.90"', '"-12,90"'))[::2] == (
            "bank_amount_unreadable", 2,
        )  # fmt: skip

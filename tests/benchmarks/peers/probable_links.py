"""Matches bank lines to invoices with splink on DuckDB, as its guide advises for two tables.

Data flow: CSV files of a drop → one table a side → trained model → the best pairs, one to one →
CSV. Run alone, in an environment that has splink: `python probable_links.py DROP PAIRS`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

LEAST_PROBABILITY = 0.95
# Of how many lines the text names the document: what the model is told to begin with.
NAMED_SHARE = 0.5

_NAME = "regexp_replace(upper(strip_accents({})), '[^0-9A-Z ]', '', 'g')"
_STEM = f"regexp_replace({_NAME}, ' (SPA|LTDA|SA|EIRL)$', '')"

_LINES = f"""
    create table lines as
    select
        bank_transaction_id as unique_id,
        nullif(regexp_extract(remittance_text, '[0-9]{{{{6,}}}}'), '') as number,
        amount::bigint as amount,
        nullif(counterparty_tax_id::varchar, '') as tax_id,
        nullif(counterparty_account::varchar, '') as account,
        nullif({_STEM.format("coalesce(counterparty_name, '')")}, '') as name,
        booked_on::date as day
    from read_csv('{{drop}}/bank/transactions.csv', all_varchar = true)
"""
_INVOICES = f"""
    create table invoices as
    select
        invoices.invoice_id as unique_id,
        invoices.invoice_number as number,
        invoices.total_amount::bigint as amount,
        customers.tax_id,
        accounts.account_number as account,
        {_STEM.format("customers.name")} as name,
        invoices.issue_date::date as day
    from read_csv('{{drop}}/erp/invoices.csv', all_varchar = true) as invoices
    join read_csv('{{drop}}/erp/customers.csv', all_varchar = true) as customers
        using (customer_id)
    left join read_csv('{{drop}}/erp/customer_bank_accounts.csv', all_varchar = true) as accounts
        using (customer_id)
"""


def settings() -> SettingsCreator:
    """Two tables, compared where number, or payer and amount, agree."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.ExactMatch("number"),
            compare.ExactMatch("amount").configure(term_frequency_adjustments=True),
            compare.ExactMatch("tax_id"),
            compare.ExactMatch("account"),
            compare.JaroWinklerAtThresholds("name", [0.95, 0.88]),
            compare.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=False, metrics=["day", "day"], thresholds=[30, 60]
            ),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("number"),
            block_on("tax_id", "amount"),
            block_on("account", "amount"),
            block_on("name", "amount"),
        ],
        retain_matching_columns=False,
    )


def link(drop: Path, pairs: Path) -> None:
    """Train, predict, and keep of each line and of each document its best pair."""
    connection = duckdb.connect()
    for statement in (_LINES, _INVOICES):
        connection.execute(statement.format(drop=drop))
    api = DuckDBAPI(connection)
    sides = [api.register(name, dataset_display_name=name) for name in ("lines", "invoices")]
    linker = Linker(sides, settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("number", "amount")], recall=NAMED_SHARE
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=7)
    for rule in (block_on("number"), block_on("tax_id", "amount"), block_on("name", "amount")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=LEAST_PROBABILITY)
    connection.execute(
        f"""
        copy (
            select
                case when source_dataset_l = 'lines' then unique_id_l else unique_id_r end
                    as line_id,
                case when source_dataset_l = 'lines' then unique_id_r else unique_id_l end
                    as invoice_id
            from {found.physical_name}
            qualify
                row_number() over (
                    partition by line_id order by match_weight desc, invoice_id
                ) = 1
                and row_number() over (
                    partition by invoice_id order by match_weight desc, line_id
                ) = 1
        ) to '{pairs}' (header)
        """
    )


if __name__ == "__main__":
    link(Path(sys.argv[1]), Path(sys.argv[2]))

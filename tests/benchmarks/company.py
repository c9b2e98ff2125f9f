"""A company of any size, written by DuckDB as a drop: contracts of mixed terms, 36 months long.

Of twenty contracts: seven flat, eleven per unit, two of usage, one of them in tiers, two with a
minimum; free months, discounts, ramps, yearly uplifts, three upgrades; in pesos, UF and dollars.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = {
    "erp/legal_entities": """
        select 'E' as legal_entity_id, 'E' as name, 'CL' as country, 'CLP' as functional_currency
    """,
    "contracts/contracts": """
        select
            contract_id, 'A' as account_id, 'K' as customer_id, 'E' as legal_entity_id,
            case kind % 5 when 0 then 'CLF' when 1 then 'USD' else 'CLP' end as currency,
            'CLP' as invoice_currency, 'bill_date' as fx_rule, date '2023-12-15' as signed_on,
            start_date, (start_date + interval 36 month)::date - 1 as end_date,
            'active' as status, 'none' as renewal
        from lines
    """,
    "contracts/contract_lines": """
        select
            contract_line_id, contract_id, 'P' as product_id,
            case
                when kind < 6 or kind = 19 then 'flat'
                when kind = 16 then 'usage_per_unit'
                when kind = 17 then 'usage_graduated'
                else 'per_unit'
            end as charge_model,
            (10 + number % 50)::decimal(18, 8) as quantity,
            case
                when kind = 17 then null
                when kind % 5 = 0 then 1.25 + number % 7
                when kind % 5 = 1 then 40.5 + number % 90
                else 9900 + number % 5000
            end::decimal(18, 8) as unit_price,
            'P1M' as price_period, 'P1M' as billing_period,
            case when kind % 3 = 0 then 'in_arrears' else 'in_advance' end as billing_timing,
            case kind % 4 when 0 then 'start' when 3 then 'day' else 'calendar' end
                as billing_anchor,
            case when kind % 4 = 3 then 15 end as billing_anchor_day,
            case kind when 3 then 'thirty_360' when 7 then 'actual_month' else 'actual' end
                as proration,
            start_date, null::date as end_date, 0.19::decimal(10, 6) as tax_rate,
            case when kind = 17 then 100 end::decimal(18, 8) as included_quantity,
            case when kind in (16, 18) then 500 end::decimal(18, 4) as minimum_amount
        from lines
    """,
    "contracts/price_tiers": """
        select
            contract_line_id, tier_number, case when tier_number = 1 then 1000 end::decimal(18, 8)
                as up_to_quantity,
            case tier_number when 1 then 2 else 1 end::decimal(18, 8) as unit_price
        from lines, range(1, 3) as tiers(tier_number)
        where kind = 17
    """,
    "contracts/adjustments": """
        select contract_id || '-J' || kind as adjustment_id, * exclude (which)
        from (
            select contract_id, contract_line_id, 'free' as kind, null::decimal(18, 8) as value,
                start_date, (start_date + 59)::date as end_date, lines.kind as which
            from lines
            union all
            select contract_id, contract_line_id, 'percent_discount', 15, start_date + 90,
                start_date + 270, kind
            from lines
            union all
            select contract_id, contract_line_id, 'uplift_percent', 3.5, start_date, null, kind
            from lines
            union all
            select contract_id, contract_line_id, 'quantity', 5, start_date, start_date + 100, kind
            from lines
        )
        where
            (kind = 'free' and which in (2, 5, 9))
            or (kind = 'percent_discount' and which in (1, 8, 9, 12))
            or (kind = 'uplift_percent' and which in (4, 10, 11))
            or (kind = 'quantity' and which = 13)
    """,
    "contracts/amendments": """
        select
            contract_id || '-M' || upgrade as amendment_id, contract_id, contract_line_id,
            'quantity' as kind, start_date + (100 + upgrade * 140)::integer as effective_date,
            start_date + (90 + upgrade * 140)::integer as signed_on,
            (12 + upgrade * 3 + number % 9)::decimal(18, 8) as quantity
        from lines, range(3) as upgrades(upgrade)
        where kind in (6, 7, 8, 14, 15)
    """,
    "usage/usage_records": """
        select
            contract_line_id || '-U' || day as usage_id, contract_line_id,
            start_date + (day * 15)::integer as used_on,
            (100 + number * day % 900)::decimal(18, 8) as quantity
        from lines, range(60) as days(day)
        where kind in (16, 17)
    """,
    "reference/exchange_rates": """
        select
            day::date as rate_date, currency as from_currency, 'CLP' as to_currency,
            case currency when 'CLF' then 37000 + day(day) else 900 + day(day) % 30 end
                ::decimal(28, 10) as rate
        from range(date '2023-12-01', date '2027-03-01', interval 1 day) as days(day),
            (values ('CLF'), ('USD')) as pairs(currency)
    """,
}


def write_company(folder: Path, line_count: int) -> None:
    """Write the drop of a company with so many contract lines as Parquet below `folder`."""
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table lines as
            select
                number, number % 20 as kind, 'C' || number as contract_id,
                'C' || number || '-L1' as contract_line_id,
                date '2024-01-01' + (number % 28)::integer as start_date
            from range($count) as numbers(number)
            """,
            {"count": line_count},
        )
        for table, query in TABLES.items():
            file = folder / f"{table}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({query}) to '{file}' (format parquet)")

with int_recurring__converted as (
    select * from {{ ref('int_recurring__converted') }}
),

int_recurring__reported as (
    select * from {{ ref('int_recurring__reported') }}
),

currency_views as (
    select
        'billed' as currency_view,
        *,
        currency as billed_currency,
        opening_amount as reported_amount
    from int_recurring__converted
    union all by name
    select
        'reporting' as currency_view,
        *
    from int_recurring__reported
),

int_recurring__viewed as (
    -- Nobody pays in a unit of account: what the UF gains is what prices rose by, and so an index.
    -- What money gains against money is exchange.
    select
        currency_view,
        contract_line_id,
        customer_id,
        opening_amount,
        (
            indexed_amount - revalued_amount
            + case
                when {{ is_unit_of_account('contract_currency') }}
                    then revalued_amount - reported_amount
                else 0
            end
            + case
                when {{ is_unit_of_account('billed_currency') }}
                    then reported_amount - opening_amount
                else 0
            end
        )::decimal(18, 4) as index_amount,
        (
            case
                when {{ is_unit_of_account('contract_currency') }} then 0
                else revalued_amount - reported_amount
            end
            + case
                when {{ is_unit_of_account('billed_currency') }} then 0
                else reported_amount - opening_amount
            end
        )::decimal(18, 4) as fx_amount,
        closing_amount,
        list_amount,
        contract_amount,
        billed_amount,
        true_up_amount,
        currency,
        is_rate_estimated,
        movement_month
    from currency_views
)

select * from int_recurring__viewed

with int_receivables__months as (
    select
        *,
        greatest(invoiced_amount + credit_note_amount, 0) as sales_amount
    from {{ ref('int_receivables__months') }}
),

running as (
    select
        *,
        closed_on - closing_month + 1 as month_days,
        sum(sales_amount) over (
            partition by legal_entity_id, currency order by closing_month
        ) as sold_until_amount
    from int_receivables__months
),

months_back as (
    -- The latest sales are unpaid first; of a month that is not used up, days in proportion.
    select
        months.legal_entity_id,
        months.currency,
        months.closing_month,
        earlier.month_days,
        months.receivable_amount - months.sold_until_amount + earlier.sold_until_amount
            as rest_amount,
        earlier.sales_amount
    from running as months
    inner join running as earlier
        on
            months.legal_entity_id = earlier.legal_entity_id
            and months.currency = earlier.currency
            and months.closing_month >= earlier.closing_month
            and months.receivable_amount > months.sold_until_amount - earlier.sold_until_amount
    where months.receivable_amount <= months.sold_until_amount
),

int_receivables__counted_back as (
    -- What is owed beyond all sales that are told has no number of days.
    select
        legal_entity_id,
        currency,
        closing_month,
        sum(
            case
                when rest_amount >= sales_amount then month_days
                else {{ days_of_sales('rest_amount', 'sales_amount', 'month_days') }}
            end
        )::decimal(12, 2) as counted_days
    from months_back
    group by all
)

select * from int_receivables__counted_back

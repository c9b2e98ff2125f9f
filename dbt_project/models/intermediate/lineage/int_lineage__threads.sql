with int_lineage__periods as (
    select * from {{ ref('int_lineage__periods') }}
),

int_lineage__orphans as (
    select * from {{ ref('int_lineage__orphans') }}
),

threads as (
    select
        *,
        true as is_contracted
    from int_lineage__periods
    union all by name
    select
        *,
        false as is_contracted
    from int_lineage__orphans
),

int_lineage__threads as (
    select
        order_to_cash_id,
        opportunity_id,
        quote_id,
        contract_id,
        contract_line_id,
        invoice_id,
        payment_id,
        bank_transaction_id,
        stage_reached,
        case when is_contracted then expected_amount else 0 end::decimal(18, 4) as expected_amount,
        coalesce(invoiced_amount, 0)::decimal(18, 4) as invoiced_amount,
        coalesce(credited_amount, 0)::decimal(18, 4) as credited_amount,
        coalesce(collected_amount, 0)::decimal(18, 4) as collected_amount,
        case when is_contracted then recognised_amount else 0 end::decimal(18, 4)
            as recognised_amount,
        currency,
        billing_period_start
    from threads
)

select * from int_lineage__threads

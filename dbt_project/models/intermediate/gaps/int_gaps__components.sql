with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where gap_amount != 0
),

int_gaps__components as (
    -- The component that a cause moves. Whole periods billed or missing are time; two causes at
    -- once are not told apart yet.
    select
        gap_id,
        case
            when gap_cause = 'not_prorated' then 'time'
            when gap_cause in ('not_converted', 'wrong_rate_date') then 'fx'
            when gap_cause = 'tax_in_net' or gap_class = 'wrong_tax' then 'tax'
            when gap_cause = 'old_price' then 'price'
            when gap_cause in ('old_quantity', 'wrong_quantity') then 'quantity'
            when gap_class in ('under_billed', 'over_billed', 'invoice_without_contract')
                then 'unexplained'
            else 'time'
        end as component,
        gap_amount as amount,
        currency
    from int_billing_gaps
)

select * from int_gaps__components

with int_gaps__compared as (
    select * from {{ ref('int_gaps__compared') }}
),

held as (
    -- CANONICAL 3, currency: under `issue_date` each document is held at the rate of its own day;
    -- the difference in contract currency becomes money at the first document's rate.
    select
        *,
        case
            when is_held_at_issue_rate then {{ round_amount(
                '(billed_contract_amount - net_amount)::decimal(20, 8)'
                ~ ' * first_issue_rate::decimal(22, 12)',
                'invoice_minor_units'
            ) }}
            else billed_amount - invoice_net_amount
        end::decimal(18, 4) as gap_amount,
        -- CANONICAL 3, tolerance: one minor unit of the invoice currency or of the contract
        -- currency converted, whichever is more. A document is rounded row by row: where its sum
        -- is turned back, half a unit may be lost at each of them.
        (
            tolerance_minor_units * greatest(
                {{ one_minor_unit('invoice_minor_units') }}
                * case when is_held_at_issue_rate then (row_count + 1) // 2 else 1 end,
                {{ times_rate(
                    one_minor_unit('contract_minor_units'),
                    'coalesce('
                    ~ 'case when is_held_at_issue_rate then first_issue_rate end, '
                    ~ 'exchange_rate, first_issue_rate, 0)'
                ) }}
            )
        )::decimal(18, 4) as tolerance_amount
    from int_gaps__compared
),

int_gaps__measured as (
    select
        * exclude (gap_amount),
        case
            when bill_on < invoices_from then 'missing_source_window'
            when
                gap_amount is null
                or missing_index is not null
                or (is_held_at_issue_rate and is_issue_rate_missing)
                then 'missing_rate'
            when is_ambiguous then 'ambiguous_link'
        end as unjudged_reason,
        case when invoice_net_amount is not null or is_held_at_issue_rate then gap_amount end
            as gap_amount,
        billed_amount - gap_amount as expected_amount
    from held
)

select * from int_gaps__measured

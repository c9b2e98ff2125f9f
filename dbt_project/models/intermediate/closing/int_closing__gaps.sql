with int_closing__dated_gaps as (
    select * from {{ ref('int_closing__dated_gaps') }}
),

int_closing__months as (
    select * from {{ ref('int_closing__months') }}
),

int_closing__gaps as (
    -- A gap of an earlier month that nobody decided is still open when this one closes.
    select
        months.closing_month,
        'gaps_decided' as check_name,
        gaps.legal_entity_id,
        gaps.currency,
        gaps.gap_id as item_id,
        gaps.status = 'open' as is_failed,
        abs(gaps.gap_amount)::decimal(18, 4) as failed_amount,
        null::date as loaded_to_date
    from int_closing__dated_gaps as gaps
    inner join int_closing__months as months
        on
            gaps.legal_entity_id is not distinct from months.legal_entity_id
            and gaps.arose_on <= months.closed_on
)

select * from int_closing__gaps

with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

int_replay__tax_in_net as (
    -- CANONICAL 3, causes (2): the gross amount stands where the net should.
    select
        int_gaps__diverging_periods.contract_line_id,
        int_gaps__diverging_periods.billing_period_start,
        'tax_in_net' as gap_cause,
        {{ number_text('(100 * int_terms__lines.tax_rate)::decimal(18, 8)') }} || '%' as detail,
        true as is_tax_included
    from int_gaps__diverging_periods
    inner join int_terms__lines
        on int_gaps__diverging_periods.contract_line_id = int_terms__lines.contract_line_id
    where int_terms__lines.tax_rate > 0
)

select * from int_replay__tax_in_net

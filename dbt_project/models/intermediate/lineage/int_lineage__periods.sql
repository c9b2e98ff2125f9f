with int_gaps__measured as (
    select
        contract_line_id,
        billing_period_start,
        expected_amount,
        unjudged_reason
    from {{ ref('int_gaps__measured') }}
),

int_lineage__billed as (
    select * from {{ ref('int_lineage__billed') }}
),

int_revenue__recognised as (
    select
        contract_line_id,
        billing_period_start,
        sum(recognised_amount) as recognised_amount
    from {{ ref('int_revenue__recognised') }}
    group by contract_line_id, billing_period_start
),

int_terms__lines as (
    select
        contract_line_id,
        contract_id,
        invoice_currency
    from {{ ref('int_terms__lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

periods as (
    -- Every period that is due, billed or earned, once; a line without any stands once too.
    select
        contract_line_id,
        billing_period_start
    from int_gaps__measured
    union distinct
    select
        contract_line_id,
        billing_period_start
    from int_lineage__billed
    union distinct
    select
        contract_line_id,
        billing_period_start
    from int_revenue__recognised
),

all_periods as (
    select * from periods
    union all
    select
        int_terms__lines.contract_line_id,
        null::date as billing_period_start
    from int_terms__lines
    left join periods on int_terms__lines.contract_line_id = periods.contract_line_id
    where periods.contract_line_id is null
),

int_lineage__periods as (
    select
        contracts.opportunity_id,
        contracts.quote_id,
        int_terms__lines.contract_id,
        all_periods.contract_line_id,
        all_periods.billing_period_start,
        coalesce(int_gaps__measured.expected_amount, 0)::decimal(18, 4) as expected_amount,
        coalesce(int_lineage__billed.invoiced_amount, 0)::decimal(18, 4) as invoiced_amount,
        coalesce(int_lineage__billed.credited_amount, 0)::decimal(18, 4) as credited_amount,
        coalesce(int_lineage__billed.collected_amount, 0)::decimal(18, 4) as collected_amount,
        coalesce(int_revenue__recognised.recognised_amount, 0)::decimal(18, 4)
            as recognised_amount,
        int_terms__lines.invoice_currency as currency,
        case
            when int_lineage__billed.collected_amount > 0 then 'collected'
            when
                int_lineage__billed.invoiced_amount > 0 or int_lineage__billed.credited_amount > 0
                then 'invoiced'
            when int_gaps__measured.contract_line_id is not null then 'expected'
            else 'contract'
        end as stage_reached
    from all_periods
    inner join int_terms__lines
        on all_periods.contract_line_id = int_terms__lines.contract_line_id
    inner join contracts on int_terms__lines.contract_id = contracts.contract_id
    left join int_gaps__measured
        on
            all_periods.contract_line_id = int_gaps__measured.contract_line_id
            and all_periods.billing_period_start = int_gaps__measured.billing_period_start
    left join int_lineage__billed
        on
            all_periods.contract_line_id = int_lineage__billed.contract_line_id
            and all_periods.billing_period_start
            is not distinct from int_lineage__billed.billing_period_start
    left join int_revenue__recognised
        on
            all_periods.contract_line_id = int_revenue__recognised.contract_line_id
            and all_periods.billing_period_start = int_revenue__recognised.billing_period_start
)

select * from int_lineage__periods

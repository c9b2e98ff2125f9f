with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_lineage__billed as (
    select * from {{ ref('int_lineage__billed') }}
    where contract_line_id is not null
),

int_revenue__recognised as (
    select
        contract_line_id,
        billing_period_start,
        -- Without a rate what was earned is not known, which is not zero.
        case when not bool_or(is_rate_missing) then sum(recognised_amount) end as recognised_amount
    from {{ ref('int_revenue__recognised') }}
    group by contract_line_id, billing_period_start
),

int_billing__lines as (
    select
        contract_line_id,
        contract_id,
        invoice_currency,
        unpriced_reason
    from {{ ref('int_billing__lines') }}
),

int_lineage__contracts as (
    select * from {{ ref('int_lineage__contracts') }}
),

periods as (
    -- Every period that is due, billed or begun, once; a line without any stands once too.
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
        int_billing__lines.contract_line_id,
        null::date as billing_period_start
    from int_billing__lines
    left join periods on int_billing__lines.contract_line_id = periods.contract_line_id
    where periods.contract_line_id is null
),

int_lineage__periods as (
    select
        case
            when all_periods.billing_period_start is null
                then {{ joined_id(["'contract_line'", 'all_periods.contract_line_id']) }}
            else
                {{ joined_id(
                    ['all_periods.contract_line_id', 'all_periods.billing_period_start']
                ) }}
        end as order_to_cash_id,
        int_lineage__contracts.opportunity_id,
        int_lineage__contracts.quote_id,
        int_billing__lines.contract_id,
        all_periods.contract_line_id,
        all_periods.billing_period_start,
        -- Nothing is expected of a period that no term asks for; without a price or a rate nobody
        -- knows, which is not zero.
        case
            when int_billing__lines.unpriced_reason is not null then null
            when int_gaps__measured.contract_line_id is null then 0
            else int_gaps__measured.expected_amount
        end::decimal(18, 4) as expected_amount,
        coalesce(int_lineage__billed.invoiced_amount, 0)::decimal(18, 4) as invoiced_amount,
        coalesce(int_lineage__billed.credited_amount, 0)::decimal(18, 4) as credited_amount,
        coalesce(int_lineage__billed.collected_amount, 0)::decimal(18, 4) as collected_amount,
        case
            when int_billing__lines.unpriced_reason is not null then null
            when int_revenue__recognised.contract_line_id is null then 0
            else int_revenue__recognised.recognised_amount
        end::decimal(18, 4) as recognised_amount,
        int_billing__lines.invoice_currency as currency,
        case
            when int_lineage__billed.collected_amount > 0 then 'collected'
            when int_lineage__billed.contract_line_id is not null then 'invoiced'
            when int_gaps__measured.contract_line_id is not null then 'expected'
            else 'contract'
        end as stage_reached
    from all_periods
    inner join int_billing__lines
        on all_periods.contract_line_id = int_billing__lines.contract_line_id
    inner join int_lineage__contracts
        on int_billing__lines.contract_id = int_lineage__contracts.contract_id
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

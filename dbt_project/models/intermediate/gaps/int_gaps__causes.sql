with int_replay__taxed as (
    select * from {{ ref('int_replay__taxed') }}
),

int_replay__variants as (
    select * from {{ ref('int_replay__variants') }}
),

int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

gap_causes as (
    select
        gap_cause,
        cause_group
    from {{ ref('gap_causes') }}
),

replayed as (
    select
        terms_variant,
        sum(invoice_net_amount) as replayed_amount,
        sum(tax_amount) as replayed_tax_amount
    from int_replay__taxed
    group by terms_variant
),

compared as (
    select
        int_replay__variants.*,
        gap_causes.cause_group,
        replayed.replayed_amount
        + case
            when int_replay__variants.is_tax_included then replayed.replayed_tax_amount
            else 0
        end as replayed_amount,
        int_gaps__diverging_periods.billed_amount,
        int_gaps__diverging_periods.tolerance_amount
    from int_replay__variants
    inner join replayed on int_replay__variants.terms_variant = replayed.terms_variant
    inner join gap_causes on int_replay__variants.gap_cause = gap_causes.gap_cause
    inner join int_gaps__diverging_periods
        on
            int_replay__variants.contract_line_id = int_gaps__diverging_periods.contract_line_id
            and int_replay__variants.billing_period_start
            = int_gaps__diverging_periods.billing_period_start
),

reproducing as (
    select
        contract_line_id,
        billing_period_start,
        gap_cause,
        cause_group,
        count(*) as variant_count,
        min(detail) as detail,
        min(replayed_amount) as replayed_amount
    from compared
    where abs(replayed_amount - billed_amount) <= tolerance_amount
    group by contract_line_id, billing_period_start, gap_cause, cause_group
    -- CANONICAL 3, causes (4): a rate date is named only where exactly one reproduces.
    having gap_cause != 'wrong_rate_date' or count(*) = 1
),

tried as (
    select
        contract_line_id,
        billing_period_start,
        string_agg(distinct gap_cause, ', ' order by gap_cause) as tried_causes
    from compared
    group by contract_line_id, billing_period_start
),

first_group as (
    select
        *,
        count(*) over (partition by contract_line_id, billing_period_start, cause_group)
            as tie_count
    from reproducing
    qualify
        cause_group = min(cause_group) over (partition by contract_line_id, billing_period_start)
),

int_gaps__causes as (
    -- CANONICAL 3, causes: the first group that reproduces what was billed names the cause; a tie
    -- within it stays unexplained.
    select
        tried.contract_line_id,
        tried.billing_period_start,
        tried.tried_causes,
        case when first_group.tie_count = 1 then first_group.gap_cause end as gap_cause,
        case when first_group.tie_count = 1 then first_group.detail end as detail,
        case when first_group.tie_count = 1 then first_group.replayed_amount end
            as replayed_amount,
        string_agg(first_group.gap_cause, ', ' order by first_group.gap_cause)
            as reproducing_causes
    from tried
    left join first_group
        on
            tried.contract_line_id = first_group.contract_line_id
            and tried.billing_period_start = first_group.billing_period_start
    group by all
)

select * from int_gaps__causes

with int_gaps__replayed as (
    select * from {{ ref('int_gaps__replayed') }}
),

reproducing as (
    select
        contract_line_id,
        billing_period_start,
        is_pair,
        cause_group,
        gap_cause,
        second_gap_cause,
        min_by(detail, terms_variant) as detail,
        min_by(second_detail, terms_variant) as second_detail,
        min_by(component, terms_variant) as component,
        min_by(second_component, terms_variant) as second_component,
        min_by(replayed_amount, terms_variant) as replayed_amount,
        min_by(first_replayed_amount, terms_variant) as first_replayed_amount
    from int_gaps__replayed
    where is_reproducing
    group by
        contract_line_id, billing_period_start, is_pair, cause_group, gap_cause, second_gap_cause
    -- CANONICAL 3, causes (4): a rate date is named only where exactly one reproduces.
    having gap_cause != 'wrong_rate_date' or count(*) = 1
),

tried as (
    select
        contract_line_id,
        billing_period_start,
        string_agg(distinct gap_cause, ', ' order by gap_cause) as tried_causes
    from int_gaps__replayed
    group by contract_line_id, billing_period_start
),

first_group as (
    -- Pairs only where no single mistake reproduces what was billed.
    select
        *,
        count(*) over (partition by contract_line_id, billing_period_start, is_pair, cause_group)
            as tie_count
    from reproducing
    qualify
        rank() over (
            partition by contract_line_id, billing_period_start order by is_pair, cause_group
        ) = 1
),

int_gaps__causes as (
    -- CANONICAL 3, causes: the first group that reproduces what was billed names the cause; a tie
    -- within it stays unexplained.
    select
        tried.contract_line_id,
        tried.billing_period_start,
        tried.tried_causes,
        case when first_group.tie_count = 1 then first_group.gap_cause end as gap_cause,
        case when first_group.tie_count = 1 then first_group.second_gap_cause end
            as second_gap_cause,
        case when first_group.tie_count = 1 then first_group.detail end as detail,
        case when first_group.tie_count = 1 then first_group.second_detail end as second_detail,
        case when first_group.tie_count = 1 then first_group.component end as component,
        case when first_group.tie_count = 1 then first_group.second_component end
            as second_component,
        case when first_group.tie_count = 1 then first_group.replayed_amount end
            as replayed_amount,
        case when first_group.tie_count = 1 then first_group.first_replayed_amount end
            as first_replayed_amount,
        string_agg(
            concat_ws(' + ', first_group.gap_cause, first_group.second_gap_cause),
            ', ' order by first_group.gap_cause, first_group.second_gap_cause
        ) as reproducing_causes
    from tried
    left join first_group
        on
            tried.contract_line_id = first_group.contract_line_id
            and tried.billing_period_start = first_group.billing_period_start
    group by all
)

select * from int_gaps__causes

with int_replay__taxed as (
    select * from {{ ref('int_replay__taxed') }}
),

int_replay__variants as (
    select * from {{ ref('int_replay__variants') }}
),

int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

replayed as (
    select
        variants.terms_variant,
        sum(taxed.invoice_net_amount)
        + case when any_value(variants.is_tax_included) then sum(taxed.tax_amount) else 0 end
            as replayed_amount,
        -- The share of the period by the convention that was tried, in lowest terms.
        case
            when count(*) = 1
                then
                    any_value(
                        taxed.ratio_numerator // gcd(taxed.ratio_numerator, taxed.ratio_denominator)
                        || '/'
                        || taxed.ratio_denominator
                        // gcd(taxed.ratio_numerator, taxed.ratio_denominator)
                    )
        end as ratio_text
    from int_replay__variants as variants
    inner join int_replay__taxed as taxed on variants.terms_variant = taxed.terms_variant
    group by variants.terms_variant
),

int_gaps__replayed as (
    select
        variants.contract_line_id,
        variants.billing_period_start,
        variants.terms_variant,
        variants.gap_cause,
        variants.second_gap_cause,
        variants.cause_group,
        variants.second_gap_cause is not null as is_pair,
        case
            when variants.gap_cause = 'wrong_day_count' and variants.second_gap_cause is null
                then concat_ws(' ', variants.detail, replayed.ratio_text)
            else variants.detail
        end as detail,
        variants.second_detail,
        variants.component,
        variants.second_component,
        replayed.replayed_amount,
        first_replayed.replayed_amount as first_replayed_amount,
        abs(replayed.replayed_amount - periods.billed_amount) <= periods.tolerance_amount
            as is_reproducing
    from int_replay__variants as variants
    inner join replayed on variants.terms_variant = replayed.terms_variant
    inner join int_gaps__diverging_periods as periods
        on
            variants.contract_line_id = periods.contract_line_id
            and variants.billing_period_start = periods.billing_period_start
    left join replayed as first_replayed
        on variants.first_terms_variant = first_replayed.terms_variant
)

select * from int_gaps__replayed

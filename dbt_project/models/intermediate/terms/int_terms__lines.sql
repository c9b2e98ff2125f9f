with int_terms__signed_lines as (
    select * from {{ ref('int_terms__signed_lines') }}
),

milestones as (
    select
        contract_line_id,
        min(completed_on) as first_completed_on
    from {{ ref('milestones') }}
    group by contract_line_id
),

int_terms__cancels as (
    select * from {{ ref('int_terms__cancels') }}
),

int_terms__unpriced as (
    select * from {{ ref('int_terms__unpriced') }}
),

lived as (
    select
        signed_lines.*,
        int_terms__cancels.cancelled_on,
        int_terms__unpriced.unpriced_reason,
        -- CANONICAL 2: a milestone is due whenever it is done, also before the start.
        case
            when signed_lines.charge_model = 'milestone'
                then least(signed_lines.start_date, milestones.first_completed_on)
            else signed_lines.start_date
        end as life_start,
        {{ uncancelled_until('signed_lines') }} as uncancelled_until
    from int_terms__signed_lines as signed_lines
    left join int_terms__cancels
        on signed_lines.contract_line_id = int_terms__cancels.contract_line_id
    left join int_terms__unpriced
        on signed_lines.contract_line_id = int_terms__unpriced.contract_line_id
    left join milestones on signed_lines.contract_line_id = milestones.contract_line_id
),

int_terms__lines as (
    select
        'contract' as terms_variant,
        contract_line_id,
        contract_id,
        legal_entity_id,
        product_id,
        charge_model,
        quantity,
        -- A tiered line is priced by its tiers alone, a milestone by its amount.
        case
            when
                charge_model not in (
                    'usage_graduated', 'usage_volume', 'usage_package', 'milestone'
                )
                then unit_price
        end as unit_price,
        included_quantity,
        minimum_amount,
        price_period,
        {{ period_months('price_period') }} as price_months,
        {{ period_days('price_period') }} as price_days,
        billing_period,
        {{ period_months('billing_period') }} as billing_months,
        {{ period_days('billing_period') }} as billing_days,
        billing_timing,
        billing_anchor,
        billing_anchor_day,
        billing_anchor_date,
        proration,
        currency,
        invoice_currency,
        fx_rule,
        fx_rate,
        tax_rate,
        signed_on,
        life_start,
        -- CANONICAL 2: a one-time charge and a milestone are due unless cancelled by their day.
        case charge_model
            when 'one_time'
                then
                    case when cancelled_on <= start_date then start_date else start_date + 1 end
            when 'milestone' then coalesce(cancelled_on, {{ never() }})
            else least(uncancelled_until, coalesce(cancelled_on, {{ never() }}))
        end as life_until,
        uncancelled_until,
        first_term_end,
        cancelled_on,
        unpriced_reason,
        source_record
    from lived
)

select * from int_terms__lines

with contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
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

int_terms__extensions as (
    select * from {{ ref('int_terms__extensions') }}
),

int_terms__unpriced as (
    select * from {{ ref('int_terms__unpriced') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

signed_lines as (
    -- CANONICAL 2, the line's life: a draft, and a contract signed later, has no rows.
    select
        contract_lines.*,
        contracts.currency,
        contracts.invoice_currency,
        contracts.fx_rule,
        contracts.fx_rate,
        contracts.legal_entity_id,
        contracts.signed_on,
        coalesce(
            int_terms__extensions.extended_end, contract_lines.end_date, contracts.end_date
        ) as first_term_end,
        -- CANONICAL 2, renewal; a contract cancelled without a date runs to its end and no further.
        contracts.renewal = 'auto'
        and (contracts.status != 'cancelled' or contracts.cancelled_on is not null)
        and (
            contract_lines.end_date is null
            or contract_lines.end_date is not distinct from contracts.end_date
        ) as is_renewed
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    inner join run_settings on contracts.signed_on <= run_settings.as_of_date
    left join int_terms__extensions
        on contract_lines.contract_line_id = int_terms__extensions.contract_line_id
    where contracts.status != 'draft'
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
    from signed_lines
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

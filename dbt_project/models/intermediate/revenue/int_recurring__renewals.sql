with int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
    where charge_model in ('flat', 'per_unit')
),

int_terms__signed_lines as (
    select
        contract_line_id,
        is_renewed
    from {{ ref('int_terms__signed_lines') }}
),

contracts as (
    select
        contract_id,
        {{ period_months('renewal_period') }} as renewal_months
    from {{ ref('contracts') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

renewals as (
    -- The first term, number 0, and each renewal begun by the as-of date. Nobody spreads anything
    -- over more than ten years: 9999 is how systems write that there is no end.
    select
        lines.contract_line_id,
        lines.life_start,
        lines.life_until,
        lines.first_term_end + 1 as renewed_on,
        contracts.renewal_months,
        unnest(range(
            0,
            case
                when int_terms__signed_lines.is_renewed and contracts.renewal_months > 0
                    then
                        greatest(
                            {{ month_index('run_settings.as_of_date') }}
                            - {{ month_index('lines.first_term_end') }},
                            0
                        ) // contracts.renewal_months + 2
                else 1
            end
        )) as term_number
    from int_terms__priceable_lines as lines
    inner join int_terms__signed_lines
        on lines.contract_line_id = int_terms__signed_lines.contract_line_id
    inner join contracts on lines.contract_id = contracts.contract_id
    cross join run_settings
    where {{ months_after('lines.life_start', '120') }} > lines.first_term_end
),

terms as (
    select
        contract_line_id,
        greatest(
            case term_number
                when 0 then life_start
                else {{ months_after('renewed_on', '((term_number - 1) * renewal_months)') }}
            end,
            life_start
        ) as term_start,
        least(
            case term_number
                when 0 then renewed_on
                else {{ months_after('renewed_on', '(term_number * renewal_months)') }}
            end,
            life_until
        ) as term_until
    from renewals
),

int_recurring__renewals as (
    -- A line that is cancelled before has no further term.
    select *
    from terms
    where term_start < term_until
)

select * from int_recurring__renewals

with run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

days as (
    select
        legal_entity_id,
        issue_date as happened_on
    from {{ ref('invoices') }}
    union all
    select
        legal_entity_id,
        booked_on as happened_on
    from {{ ref('int_bank_line_statuses') }}
    union all
    select
        legal_entity_id,
        bill_on as happened_on
    from {{ ref('int_gaps__measured') }}
    union all
    select
        legal_entity_id,
        revenue_month as happened_on
    from {{ ref('int_revenue_schedule') }}
    union all
    select
        legal_entity_id,
        arose_on as happened_on
    from {{ ref('int_closing__dated_gaps') }}
),

months as (
    -- A month is over once the as-of date has reached its last day.
    select
        days.legal_entity_id,
        unnest(range(
            {{ month_index('min(days.happened_on)') }},
            {{ month_index('max(run_settings.as_of_date) + 1') }}
        )) as month_number
    from days
    cross join run_settings
    where days.happened_on <= run_settings.as_of_date
    group by days.legal_entity_id
),

int_closing__months as (
    select
        legal_entity_id,
        {{ day_of_month_index('month_number', '1') }} as closing_month,
        {{ day_of_month_index('month_number', '31') }} as closed_on
    from months
)

select * from int_closing__months

with int_receivables__foretold as (
    select * from {{ ref('int_receivables__foretold') }}
),

int_receivables_ledger as (
    select * from {{ ref('int_receivables_ledger') }}
    where movement_kind in ('payment', 'cash_on_account')
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

weeks as (
    -- 0 holds what has no day any more, the last one all that comes later.
    select
        legal_entity_id,
        currency,
        made_on,
        unnest(range(0, {{ forecast_weeks() }} + 2))::integer as week_number
    from int_receivables__foretold
    group by legal_entity_id, currency, made_on
),

dated as (
    select
        *,
        case
            when week_number between 1 and {{ forecast_weeks() }} then made_on + 7 * week_number - 6
        end as week_start,
        case
            when week_number between 1 and {{ forecast_weeks() }} then made_on + 7 * week_number
        end as week_end
    from weeks
),

foretold as (
    select
        legal_entity_id,
        currency,
        made_on,
        week_number,
        count(*)::integer as document_count,
        sum(amount) as forecast_amount,
        sum(amount) filter (where basis = 'payer') as own_habit_amount
    from int_receivables__foretold
    group by legal_entity_id, currency, made_on, week_number
),

came as (
    select
        dated.legal_entity_id,
        dated.currency,
        dated.made_on,
        dated.week_number,
        -sum(ledger.amount) filter (where open_then.invoice_id is not null) as received_amount,
        -sum(ledger.amount) filter (where open_then.invoice_id is null) as other_received_amount
    from dated
    inner join int_receivables_ledger as ledger
        on
            dated.legal_entity_id = ledger.legal_entity_id
            and dated.currency = ledger.currency
            and ledger.moved_on between dated.week_start and dated.week_end
    left join int_receivables__foretold as open_then
        on
            ledger.item_kind = 'document'
            and ledger.item_id = open_then.invoice_id
            and dated.made_on = open_then.made_on
    group by dated.legal_entity_id, dated.currency, dated.made_on, dated.week_number
),

fct_cash_forecast as (
    select
        dated.legal_entity_id,

        dated.week_number,
        coalesce(foretold.document_count, 0) as document_count,

        coalesce(foretold.forecast_amount, 0)::decimal(18, 4) as forecast_amount,
        coalesce(foretold.own_habit_amount, 0)::decimal(18, 4) as own_habit_amount,
        -- Of a week that is not over nobody knows yet.
        case
            when dated.week_end <= run_settings.as_of_date then coalesce(came.received_amount, 0)
        end::decimal(18, 4) as received_amount,
        case
            when dated.week_end <= run_settings.as_of_date
                then coalesce(came.other_received_amount, 0)
        end::decimal(18, 4) as other_received_amount,
        dated.currency,

        dated.made_on,
        dated.week_start,
        dated.week_end
    from dated
    cross join run_settings
    left join foretold
        on
            dated.legal_entity_id = foretold.legal_entity_id
            and dated.currency = foretold.currency
            and dated.made_on = foretold.made_on
            and dated.week_number = foretold.week_number
    left join came
        on
            dated.legal_entity_id = came.legal_entity_id
            and dated.currency = came.currency
            and dated.made_on = came.made_on
            and dated.week_number = came.week_number
)

select * from fct_cash_forecast

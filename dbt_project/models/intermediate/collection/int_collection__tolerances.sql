with invoices as (
    select legal_entity_id from {{ ref('invoices') }}
),

bank_accounts as (
    select legal_entity_id from {{ ref('bank_accounts') }}
),

currencies as (
    select
        currency,
        minor_units
    from {{ ref('currencies') }}
),

payment_tolerances as (
    select * from {{ ref('payment_tolerances') }}
),

payment_tolerance_settings as (
    select * from {{ ref('payment_tolerance_settings') }}
),

run_settings as (
    select tolerance_minor_units from {{ ref('run_settings') }}
),

legal_entities as (
    select legal_entity_id from invoices
    union
    select legal_entity_id from bank_accounts
),

told as (
    -- What is said of one entity and one currency holds before what is said of all.
    select
        legal_entities.legal_entity_id,
        currencies.currency,
        currencies.minor_units,
        limits.absolute_amount,
        limits.tolerance_percent,
        limits.fee_amount
    from legal_entities
    cross join currencies
    left join payment_tolerance_settings as limits
        on
            limits.legal_entity_id in (legal_entities.legal_entity_id, 'all')
            and limits.currency in (currencies.currency, 'all')
    where legal_entities.legal_entity_id is not null
    qualify
        row_number() over (
            partition by legal_entities.legal_entity_id, currencies.currency
            order by limits.legal_entity_id = 'all' asc, limits.currency = 'all' asc
        ) = 1
),

int_collection__tolerances as (
    -- A setting's own limits hold alone: of an amount and a percentage the one it names, both where
    -- it names both. DOMAIN 3 gives the sums of the seed and the thousandth.
    select
        told.legal_entity_id,
        told.currency,
        case
            when coalesce(told.absolute_amount, told.tolerance_percent) is null
                then run_settings.tolerance_minor_units * {{ one_minor_unit('told.minor_units') }}
            else 0
        end::decimal(18, 4) as least_amount,
        case
            when told.absolute_amount is not null then told.absolute_amount
            when told.tolerance_percent is not null then 1000000000000
            else coalesce(usual.absolute_amount, 0)
        end::decimal(18, 4) as absolute_amount,
        case
            when told.tolerance_percent is not null then told.tolerance_percent * 0.01
            when told.absolute_amount is not null then 1
            else 0.001
        end::decimal(9, 6) as tolerance_rate,
        coalesce(told.fee_amount, usual.fee_amount, 0)::decimal(18, 4) as fee_amount
    from told
    cross join run_settings
    left join payment_tolerances as usual on told.currency = usual.currency
)

select * from int_collection__tolerances

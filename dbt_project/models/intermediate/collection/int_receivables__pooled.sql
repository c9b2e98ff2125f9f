with int_collection__cash_events as (
    select
        *,
        happened_on - {{ application_reach_days() }} as applied_on
    from {{ ref('int_collection__cash_events') }}
),

int_receivables__payments as (
    select * from {{ ref('int_receivables__payments') }}
),

invoices as (
    select
        invoice_id,
        customer_id,
        legal_entity_id,
        currency
    from {{ ref('invoices') }}
    where document_type != 'credit_note'
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

events as (
    select
        family_id,
        legal_entity_id,
        currency,
        applied_on as known_on,
        applied_amount,
        0::decimal(18, 4) as settled_amount,
        0::decimal(18, 4) as banked_amount
    from int_collection__cash_events
    where applied_amount != 0
    union all
    select
        cash_events.family_id,
        cash_events.legal_entity_id,
        cash_events.currency,
        cash_events.happened_on as known_on,
        0 as applied_amount,
        cash_events.applied_amount as settled_amount,
        cash_events.banked_amount
    from int_collection__cash_events as cash_events
    inner join run_settings on cash_events.happened_on <= run_settings.as_of_date
),

{{ known_receipts_by_day('events', ['family_id', 'legal_entity_id', 'currency']) }},

changes as (
    select
        family_id,
        legal_entity_id,
        currency,
        known_on,
        received_amount - received_before_amount as cash_amount
    from received_events
    union all
    select
        coalesce(families.family_id, invoices.customer_id) as family_id,
        invoices.legal_entity_id,
        invoices.currency,
        payments.paid_on as known_on,
        -payments.paid_amount as cash_amount
    from int_receivables__payments as payments
    inner join invoices on payments.invoice_id = invoices.invoice_id
    left join int_collection__families as families
        on invoices.customer_id = families.customer_id
    union all
    select
        family_id,
        legal_entity_id,
        currency,
        applied_on as known_on,
        -elsewhere_amount as cash_amount
    from int_collection__cash_events
    where elsewhere_amount != 0
),

summed as (
    select
        family_id,
        legal_entity_id,
        currency,
        known_on,
        sum(cash_amount) as cash_amount
    from changes
    group by family_id, legal_entity_id, currency, known_on
),

int_receivables__pooled as (
    -- As `int_collection__cash_pools` has it at the as-of date, for each day on which it changes.
    select
        family_id,
        legal_entity_id,
        greatest(
            sum(cash_amount) over (
                partition by family_id, legal_entity_id, currency order by known_on
            ),
            0
        )::decimal(18, 4) as cash_amount,
        currency,
        known_on
    from summed
)

select * from int_receivables__pooled

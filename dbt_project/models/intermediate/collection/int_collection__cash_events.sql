with int_collection__unapplied as (
    select * from {{ ref('int_collection__unapplied') }}
),

int_collection__applications as (
    select
        invoice_id,
        applied_amount,
        latest_line_on
    from {{ ref('int_collection__applications') }}
),

int_bank_matches as (
    select
        invoice_id,
        matched_amount,
        booked_on
    from {{ ref('int_bank_matches') }}
    where is_posted
),

int_collection__on_account as (
    select * from {{ ref('int_collection__on_account') }}
    where elsewhere_amount > 0 and legal_entity_id is not null
),

int_collection__documents as (
    select
        invoice_id,
        customer_id,
        legal_entity_id,
        currency
    from {{ ref('int_collection__documents') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

events as (
    select
        documents.customer_id,
        documents.legal_entity_id,
        documents.currency,
        applications.latest_line_on as happened_on,
        applications.applied_amount,
        0::decimal(18, 4) as banked_amount,
        0::decimal(18, 4) as elsewhere_amount
    from int_collection__applications as applications
    inner join int_collection__documents as documents
        on applications.invoice_id = documents.invoice_id
    union all
    select
        documents.customer_id,
        documents.legal_entity_id,
        documents.currency,
        matches.booked_on as happened_on,
        0 as applied_amount,
        matches.matched_amount as banked_amount,
        0 as elsewhere_amount
    from int_bank_matches as matches
    inner join int_collection__documents as documents on matches.invoice_id = documents.invoice_id
    union all
    select
        customer_id,
        legal_entity_id,
        currency,
        latest_line_on as happened_on,
        case when receipt_kind = 'erp_payment' then unapplied_amount else 0 end as applied_amount,
        case when receipt_kind = 'bank_line' then unapplied_amount else 0 end as banked_amount,
        0 as elsewhere_amount
    from int_collection__unapplied
    union all
    -- Applied to documents older than the extract: gone, but its bank line may still be here.
    select
        customer_id,
        legal_entity_id,
        currency,
        latest_line_on as happened_on,
        elsewhere_amount as applied_amount,
        0 as banked_amount,
        elsewhere_amount
    from int_collection__on_account
),

int_collection__cash_events as (
    select
        coalesce(families.family_id, events.customer_id) as family_id,
        events.*
    from events
    left join int_collection__families as families on events.customer_id = families.customer_id
)

select * from int_collection__cash_events

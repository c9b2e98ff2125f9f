with int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
    -- Of lines that one reversal may take back, one is no longer there.
    where
        unapplied_amount > 0
        and customer_id is not null
        and match_status_reason != 'reversal_unclear'
),

int_collection__on_account as (
    select * from {{ ref('int_collection__on_account') }}
    where unallocated_amount > 0 and legal_entity_id is not null
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

receipts as (
    select
        'bank_line' as receipt_kind,
        bank_transaction_id as receipt_id,
        customer_id,
        legal_entity_id,
        unapplied_amount,
        currency,
        booked_on as received_on,
        booked_on as latest_line_on
    from int_bank_line_statuses
    union all
    select
        'erp_payment' as receipt_kind,
        payment_id as receipt_id,
        customer_id,
        legal_entity_id,
        unallocated_amount as unapplied_amount,
        currency,
        paid_on as received_on,
        latest_line_on
    from int_collection__on_account
),

int_collection__unapplied as (
    select
        receipts.*,
        coalesce(families.family_id, receipts.customer_id) as family_id
    from receipts
    left join int_collection__families as families
        on receipts.customer_id = families.customer_id
)

select * from int_collection__unapplied

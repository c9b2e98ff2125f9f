with int_gaps__cash_documents as (
    select * from {{ ref('int_gaps__cash_documents') }}
),

contracts as (
    select
        contract_id,
        withholding_rate,
        early_payment_discount_percent,
        early_payment_discount_days
    from {{ ref('contracts') }}
),

int_collection__families as (
    select
        customer_id,
        family_id
    from {{ ref('int_collection__families') }}
    where customer_id = ancestor_id
),

int_unapplied_cash as (
    select * from {{ ref('int_unapplied_cash') }}
),

int_bank_line_statuses as (
    select
        bank_transaction_id,
        match_status_reason
    from {{ ref('int_bank_line_statuses') }}
),

int_gaps__excess_receipts as (
    select * from {{ ref('int_gaps__excess_receipts') }}
),

int_invoice_balances as (
    select
        customer_id,
        legal_entity_id,
        open_amount,
        currency
    from {{ ref('int_invoice_balances') }}
    where open_amount < 0
),

source_windows as (
    select
        legal_entity_id,
        bank_from
    from {{ ref('source_windows') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

owed_to_customers as (
    -- A line that names a document for another amount is counted on that document, but for what it
    -- exceeds it by.
    select
        cash.customer_id,
        cash.legal_entity_id,
        cash.currency,
        cash.cash_amount as loose_amount
    from int_unapplied_cash as cash
    left join int_bank_line_statuses as statuses
        on cash.receipt_id = statuses.bank_transaction_id and cash.receipt_kind = 'bank_line'
    where statuses.match_status_reason is distinct from 'quoted_amount_differs'
    union all
    select
        excess.customer_id,
        excess.legal_entity_id,
        excess.currency,
        excess.actual_amount - excess.expected_amount as loose_amount
    from int_gaps__excess_receipts as excess
    inner join int_bank_line_statuses as statuses
        on excess.bank_transaction_id = statuses.bank_transaction_id
    where statuses.match_status_reason = 'quoted_amount_differs'
    union all
    -- Credit notes net first: one that names no document, one of a document that was paid already.
    select
        customer_id,
        legal_entity_id,
        currency,
        -open_amount as loose_amount
    from int_invoice_balances
),

loose_cash as (
    select
        coalesce(families.family_id, owed.customer_id) as family_id,
        owed.legal_entity_id,
        owed.currency,
        sum(owed.loose_amount) as loose_amount
    from owed_to_customers as owed
    left join int_collection__families as families on owed.customer_id = families.customer_id
    group by coalesce(families.family_id, owed.customer_id), owed.legal_entity_id, owed.currency
),

overdue as (
    -- A part payment is short once the document is due, and the days of grace are over.
    select
        documents.*,
        documents.owed_amount - documents.received_amount as short_amount
    from int_gaps__cash_documents as documents
    cross join run_settings
    left join source_windows on documents.legal_entity_id = source_windows.legal_entity_id
    where
        documents.received_amount > 0
        and documents.owed_amount - documents.possible_amount > documents.tolerance_amount
        and run_settings.as_of_date > documents.due_on + run_settings.grace_days
        and not documents.is_paid_net
        -- Where only the bank tells, what came before its files is not known.
        and (
            documents.erp_paid_amount > 0
            or coalesce(documents.issue_date >= source_windows.bank_from, true)
        )
),

agreed as (
    -- DOMAIN 3: a bank's fee, a withholding, a discount for paying early are no short payment.
    select
        overdue.*,
        overdue.short_amount <= overdue.fee_amount as is_fee,
        coalesce(
            least(
                abs(overdue.short_amount - {{ share_of_amount(
                    'overdue.net_amount', 'contracts.withholding_rate', 'overdue.minor_units'
                ) }}),
                abs(overdue.short_amount - {{ share_of_amount(
                    'overdue.total_amount', 'contracts.withholding_rate', 'overdue.minor_units'
                ) }})
            ) <= overdue.tolerance_amount,
            false
        ) as is_withheld,
        coalesce(
            overdue.last_paid_on <= overdue.issue_date + contracts.early_payment_discount_days
            and least(
                abs(overdue.short_amount - {{ share_of_amount(
                    'overdue.net_amount', 'contracts.early_payment_discount_percent * 0.01',
                    'overdue.minor_units'
                ) }}),
                abs(overdue.short_amount - {{ share_of_amount(
                    'overdue.total_amount', 'contracts.early_payment_discount_percent * 0.01',
                    'overdue.minor_units'
                ) }})
            ) <= overdue.tolerance_amount,
            false
        ) as is_discounted
    from overdue
    left join contracts on overdue.contract_id = contracts.contract_id
),

int_gaps__short_payments as (
    -- What we owe the customer may be what is missing: then only that is said.
    select
        'short_payment' as gap_class,
        agreed.certainty,
        agreed.invoice_id as subject_id,
        agreed.invoice_id,
        agreed.contract_id,
        agreed.customer_id,
        agreed.legal_entity_id,
        agreed.owed_amount as expected_amount,
        agreed.received_amount as actual_amount,
        agreed.currency,
        agreed.due_on::varchar as detail,
        agreed.bank_transaction_ids as actual_value,
        agreed.invoice_id as invoice_ids
    from agreed
    left join int_collection__families as families on agreed.customer_id = families.customer_id
    left join loose_cash
        on
            coalesce(families.family_id, agreed.customer_id) = loose_cash.family_id
            and agreed.legal_entity_id = loose_cash.legal_entity_id
            and agreed.currency = loose_cash.currency
    where
        not agreed.is_fee
        and not agreed.is_withheld
        and not agreed.is_discounted
        and agreed.short_amount - coalesce(loose_cash.loose_amount, 0) > agreed.tolerance_amount
)

select * from int_gaps__short_payments

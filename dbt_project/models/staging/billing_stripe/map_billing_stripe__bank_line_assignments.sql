with stg_billing_stripe__balance_transaction as (
    select * from {{ ref('stg_billing_stripe__balance_transaction') }}
),

stg_billing_stripe__charge as (
    select * from {{ ref('stg_billing_stripe__charge') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

charged as (
    -- Settled in another currency, the line does not say what of it paid the document.
    select
        balance.balance_transaction_id,
        charges.invoice_id,
        {{ stripe_amount('charges.amount', 'balance.currency', 'currencies.minor_units') }}
            as gross_amount,
        {{ stripe_amount('balance.net', 'balance.currency', 'currencies.minor_units') }}
            as net_amount,
        balance.source_record
    from stg_billing_stripe__charge as charges
    inner join stg_billing_stripe__balance_transaction as balance
        on
            charges.balance_transaction_id = balance.balance_transaction_id
            and charges.currency = balance.currency
    inner join currencies on balance.currency = currencies.currency
    anti join stg_billing_stripe__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
    where charges.is_paid and charges.invoice_id is not null
),

assigned as (
    select
        balance_transaction_id,
        'billing_stripe:' || invoice_id as invoice_id,
        'document' as assignment_kind,
        gross_amount as amount,
        source_record
    from charged
    union all by name
    select
        balance_transaction_id,
        'fee' as assignment_kind,
        net_amount - gross_amount as amount,
        source_record
    from charged
    where net_amount != gross_amount
),

map_billing_stripe__bank_line_assignments as (
    select
        'billing_stripe:' || balance_transaction_id
        || '@' || coalesce(invoice_id, assignment_kind) as bank_line_assignment_id,
        'billing_stripe:' || balance_transaction_id as bank_transaction_id,
        invoice_id,
        assignment_kind,
        amount::decimal(18, 4) as amount,
        source_record
    from assigned
)

select * from map_billing_stripe__bank_line_assignments

with stg_billing_stripe__balance_transaction as (
    select * from {{ ref('stg_billing_stripe__balance_transaction') }}
),

stg_billing_stripe__charge as (
    select * from {{ ref('stg_billing_stripe__charge') }}
),

stg_billing_stripe__customer as (
    select * from {{ ref('stg_billing_stripe__customer') }}
),

stg_billing_stripe__declared_options as (
    select * from {{ ref('stg_billing_stripe__declared_options') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

map_billing_stripe__bank_transactions as (
    -- The balance moves by the net amount: only so do its lines close on what Stripe says it holds.
    select
        'billing_stripe:' || balance.balance_transaction_id as bank_transaction_id,
        'billing_stripe:balance:' || balance.currency as bank_account_id,
        balance.booked_on,
        balance.valued_on,
        {{ stripe_amount('balance.net', 'balance.currency', 'currencies.minor_units') }} as amount,
        balance.currency,
        customers.name as counterparty_name,
        balance.source_id as reference,
        balance.description as remittance_text,
        case
            when balance.amount != balance.net
                then
                    {{ stripe_amount(
                        'balance.amount', 'balance.currency', 'currencies.minor_units'
                    ) }}
        end as instructed_amount,
        case when balance.amount != balance.net then balance.currency end as instructed_currency,
        case
            when balance.amount != balance.net
                then
                    {{ stripe_amount(
                        '(balance.amount - balance.net)', 'balance.currency', 'currencies.minor_units'
                    ) }}
        end as fee_amount,
        false as is_duplicate,
        false as is_reversal,
        balance.source_record
    from stg_billing_stripe__balance_transaction as balance
    inner join currencies on balance.currency = currencies.currency
    left join stg_billing_stripe__charge as charges on balance.source_id = charges.charge_id
    left join stg_billing_stripe__customer as customers
        on charges.customer_id = customers.customer_id
    -- Where Stripe's balance report is read, these would be the same lines again.
    anti join stg_billing_stripe__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
)

select * from map_billing_stripe__bank_transactions

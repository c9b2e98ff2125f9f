with int_collection__lines as (
    select
        bank_transaction_id,
        counterparty_account,
        counterparty_account_key
    from {{ ref('int_collection__lines') }}
    where counterparty_account_key is not null
),

int_collection__line_tax_ids as (
    select * from {{ ref('int_collection__line_tax_ids') }}
),

customers as (
    select
        customer_id,
        nullif({{ tax_id_key('tax_id') }}, '') as tax_id_key
    from {{ ref('customers') }}
),

customer_bank_accounts as (
    select
        customer_id,
        {{ account_key('account_number') }} as account_key
    from {{ ref('customer_bank_accounts') }}
),

payer_aliases as (
    select
        customer_id,
        alias,
        case when alias_kind in ('stated', 'tax_id') then nullif({{ tax_id_key('alias') }}, '') end
            as tax_id_key,
        case when alias_kind = 'account' then alias end as account_key
    from {{ ref('int_collection__payer_aliases') }}
),

int_collection__payers_by_key as (
    select
        int_collection__lines.bank_transaction_id,
        customer_bank_accounts.customer_id,
        1 as payer_rank,
        'account' as payer_class,
        int_collection__lines.counterparty_account as payer_evidence
    from int_collection__lines
    inner join customer_bank_accounts
        on int_collection__lines.counterparty_account_key = customer_bank_accounts.account_key
    union
    select
        tax_ids.bank_transaction_id,
        customers.customer_id,
        case when tax_ids.is_in_field then 2 else 3 end as payer_rank,
        case when tax_ids.is_in_field then 'tax_id' else 'tax_id_in_text' end as payer_class,
        tax_ids.tax_id_key as payer_evidence
    from int_collection__line_tax_ids as tax_ids
    inner join customers on tax_ids.tax_id_key = customers.tax_id_key
    union
    -- A person confirmed that this tax id pays for that customer.
    select
        tax_ids.bank_transaction_id,
        payer_aliases.customer_id,
        4 as payer_rank,
        'alias' as payer_class,
        payer_aliases.alias as payer_evidence
    from int_collection__line_tax_ids as tax_ids
    inner join payer_aliases on tax_ids.tax_id_key = payer_aliases.tax_id_key
    union
    select
        int_collection__lines.bank_transaction_id,
        payer_aliases.customer_id,
        4 as payer_rank,
        'alias' as payer_class,
        int_collection__lines.counterparty_account as payer_evidence
    from int_collection__lines
    inner join payer_aliases
        on int_collection__lines.counterparty_account_key = payer_aliases.account_key
)

select * from int_collection__payers_by_key

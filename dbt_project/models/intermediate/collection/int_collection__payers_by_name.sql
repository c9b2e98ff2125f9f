with int_collection__lines as (
    select
        bank_transaction_id,
        counterparty_tax_id_key as tax_id_key,
        counterparty_name_key,
        {{ name_stem('counterparty_name_key') }} as name_stem,
        {{ legal_form('counterparty_name_key') }} as legal_form
    from {{ ref('int_collection__lines') }}
    where counterparty_name_key != ''
),

customers as (
    select
        customer_id,
        nullif({{ tax_id_key('tax_id') }}, '') as tax_id_key,
        {{ party_name('name') }} as party_name
    from {{ ref('customers') }}
),

customer_names as (
    select
        customer_id,
        tax_id_key,
        {{ name_stem('party_name') }} as name_stem,
        {{ legal_form('party_name') }} as legal_form
    from customers
),

payer_aliases as (
    select
        customer_id,
        alias,
        {{ party_name('alias') }} as party_name
    from {{ ref('int_collection__payer_aliases') }}
    where alias_kind in ('stated', 'name')
),

int_collection__payers_by_name as (
    select
        int_collection__lines.bank_transaction_id,
        payer_aliases.customer_id,
        4 as payer_rank,
        'alias' as payer_class,
        payer_aliases.alias as payer_evidence
    from int_collection__lines
    inner join payer_aliases
        on int_collection__lines.counterparty_name_key = payer_aliases.party_name
    union
    select
        int_collection__lines.bank_transaction_id,
        customer_names.customer_id,
        5 as payer_rank,
        'name' as payer_class,
        int_collection__lines.counterparty_name_key as payer_evidence
    from int_collection__lines
    inner join customer_names
        on {{ same_legal_name('int_collection__lines', 'customer_names') }}
)

select * from int_collection__payers_by_name

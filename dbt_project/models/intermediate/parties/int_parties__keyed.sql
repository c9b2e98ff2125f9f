with accounts as (
    select * from {{ ref('accounts') }}
),

customers as (
    select * from {{ ref('customers') }}
),

int_parties__payer_lines as (
    select * from {{ ref('int_parties__payer_lines') }}
),

shared_tax_ids as (
    select {{ tax_id_key('tax_id') }} as tax_id_key
    from {{ ref('shared_tax_ids') }}
),

parties as (
    select
        'account' as party_kind,
        account_id as party_id,
        erp_customer_id as declared_customer_id,
        name,
        tax_id,
        country,
        source_record
    from accounts
    union all by name
    select
        'customer' as party_kind,
        customer_id as party_id,
        name,
        tax_id,
        country,
        source_record
    from customers
    union all by name
    select
        'payer' as party_kind,
        payer_id as party_id,
        arg_min(bank_transaction_id, (booked_on, bank_transaction_id)) as bank_transaction_id,
        min(name) as name,
        min(tax_id) as tax_id,
        any_value(account_key) as account_key,
        count(*)::integer as line_count
    from int_parties__payer_lines
    group by payer_id
),

named as (
    select
        *,
        {{ party_name('name') }} as party_name,
        nullif({{ tax_id_key('tax_id') }}, '') as written_tax_id_key
    from parties
),

int_parties__keyed as (
    select
        named.party_kind,
        named.party_id,
        named.declared_customer_id,
        named.bank_transaction_id,
        -- A connector's ids begin with its system; the file drop's pass unchanged.
        regexp_extract(named.party_id, '^([a-z0-9_]+):', 1) as system_name,
        named.name,
        named.tax_id,
        named.country,
        named.account_key,
        -- A tax id that the law prescribes for anybody is nobody's.
        case when shared_tax_ids.tax_id_key is null then named.written_tax_id_key end
            as tax_id_key,
        nullif({{ name_stem('named.party_name') }}, '') as name_stem,
        coalesce({{ legal_form('named.party_name') }}, '') as legal_form,
        named.source_record,
        named.line_count
    from named
    left join shared_tax_ids on named.written_tax_id_key = shared_tax_ids.tax_id_key
)

select * from int_parties__keyed

with int_collection__lines as (
    select
        bank_transaction_id,
        line_text,
        counterparty_tax_id_key
    from {{ ref('int_collection__lines') }}
),

own_tax_ids as (
    select {{ tax_id_key('tax_id') }} as tax_id_key
    from {{ ref('legal_entities') }}
    where tax_id is not null
),

shared_tax_ids as (
    select {{ tax_id_key('tax_id') }} as tax_id_key
    from {{ ref('shared_tax_ids') }}
),

found as (
    select
        bank_transaction_id,
        unnest({{ tax_ids_in('line_text') }}) as found_text
    from int_collection__lines
),

in_text as (
    select
        bank_transaction_id,
        {{ tax_id_key('found_text') }} as tax_id_key
    from found
),

on_line as (
    select
        bank_transaction_id,
        counterparty_tax_id_key as tax_id_key,
        true as is_in_field
    from int_collection__lines
    where counterparty_tax_id_key is not null
    union
    -- Banks print the receiver's tax id too: in a text, ours names no payer.
    select
        in_text.bank_transaction_id,
        in_text.tax_id_key,
        false as is_in_field
    from in_text
    left join own_tax_ids on in_text.tax_id_key = own_tax_ids.tax_id_key
    where own_tax_ids.tax_id_key is null
),

int_collection__line_tax_ids as (
    select on_line.*
    from on_line
    left join shared_tax_ids on on_line.tax_id_key = shared_tax_ids.tax_id_key
    where shared_tax_ids.tax_id_key is null
)

select * from int_collection__line_tax_ids

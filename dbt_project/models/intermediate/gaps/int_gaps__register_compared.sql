with int_gaps__register_documents as (
    select * from {{ ref('int_gaps__register_documents') }}
),

int_gaps__register_links as (
    select * from {{ ref('int_gaps__register_links') }}
    where is_link
),

shared_tax_ids as (
    select list({{ tax_id_key('tax_id') }}) as tax_id_keys from {{ ref('shared_tax_ids') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select tolerance_minor_units from {{ ref('run_settings') }}
),

paired as (
    select
        links.registered_document_id,
        links.is_sure,
        booked.*,
        registered.receiver_key as registered_receiver_key,
        registered.net_amount as registered_net_amount,
        registered.tax_amount as registered_tax_amount,
        registered.total_amount as registered_total_amount,
        registered.issue_date as registered_on,
        currencies.minor_units,
        run_settings.tolerance_minor_units * {{ one_minor_unit('currencies.minor_units') }}
            as tolerance_amount,
        -- An id without its check digit is the same one; one prescribed for many buyers tells of
        -- no one.
        booked.is_receiver_known
        and registered.receiver_key is not null
        and not starts_with(registered.receiver_key, booked.receiver_key)
        and not starts_with(booked.receiver_key, registered.receiver_key)
        and not list_contains(shared_tax_ids.tax_id_keys, registered.receiver_key)
            as is_other_receiver
    from int_gaps__register_links as links
    inner join int_gaps__register_documents as registered
        on links.registered_document_id = registered.document_id and registered.side = 'register'
    inner join int_gaps__register_documents as booked
        on links.invoice_id = booked.document_id and booked.side = 'erp'
    inner join currencies on booked.currency = currencies.currency
    cross join run_settings
    cross join shared_tax_ids
),

int_gaps__register_compared as (
    select
        *,
        has_register_currency and abs(net_amount - registered_net_amount) > tolerance_amount
            as is_other_net,
        has_register_currency and abs(tax_amount - registered_tax_amount) > tolerance_amount
            as is_other_tax,
        has_register_currency and abs(total_amount - registered_total_amount) > tolerance_amount
            as is_other_total,
        issue_date != registered_on as is_other_day
    from paired
)

select * from int_gaps__register_compared

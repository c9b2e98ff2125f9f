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

compared as (
    select
        *,
        has_register_currency and abs(net_amount - registered_net_amount) > tolerance_amount
            as is_other_net,
        has_register_currency and abs(tax_amount - registered_tax_amount) > tolerance_amount
            as is_other_tax,
        has_register_currency and abs(total_amount - registered_total_amount) > tolerance_amount
            as is_other_total,
        issue_date != registered_on as is_other_date
    from paired
),

int_gaps__register_mismatches as (
    -- The register against the ERP: the first of net, tax and total that differs.
    select
        'tax_register_mismatch' as gap_class,
        case when is_sure then 'proved' else 'probable' end as certainty,
        case
            when is_other_date::integer + is_other_receiver::integer
                + (is_other_net or is_other_tax or is_other_total)::integer > 1
                then null
            when is_other_date then 'register_other_date'
            when is_other_receiver then 'register_other_receiver'
            else 'register_other_amounts'
        end as message_code,
        registered_document_id,
        document_id as invoice_id,
        customer_id,
        legal_entity_id,
        case
            when is_other_net then registered_net_amount
            when is_other_tax then registered_tax_amount
            when is_other_total then registered_total_amount
            else net_amount
        end as expected_amount,
        case
            when is_other_net then net_amount
            when is_other_tax then tax_amount
            when is_other_total then total_amount
            else net_amount
        end as actual_amount,
        currency,
        array_to_string(
            list_filter(
                [
                    case when is_other_net then 'net_amount' end,
                    case when is_other_tax then 'tax_amount' end,
                    case when is_other_total then 'total_amount' end,
                    case when is_other_date then 'issue_date' end,
                    case when is_other_receiver then 'receiver_tax_id' end
                ],
                lambda field: field is not null
            ),
            ', '
        ) as detail,
        array_to_string(
            list_filter(
                [
                    case when is_other_net or is_other_tax or is_other_total then
                        {{ amount_text('registered_net_amount', 'minor_units') }} || ' + '
                        || {{ amount_text('registered_tax_amount', 'minor_units') }} || ' = '
                        || {{ amount_text('registered_total_amount', 'minor_units') }} end,
                    case when is_other_date then registered_on::varchar end,
                    case when is_other_receiver then registered_receiver_key end
                ],
                lambda field: field is not null
            ),
            ' · '
        ) as expected_value,
        array_to_string(
            list_filter(
                [
                    case when is_other_net or is_other_tax or is_other_total then
                        {{ amount_text('net_amount', 'minor_units') }} || ' + '
                        || {{ amount_text('tax_amount', 'minor_units') }} || ' = '
                        || {{ amount_text('total_amount', 'minor_units') }} end,
                    case when is_other_date then issue_date::varchar end,
                    case when is_other_receiver then receiver_key end
                ],
                lambda field: field is not null
            ),
            ' · '
        ) as actual_value
    from compared
    where is_other_net or is_other_tax or is_other_total or is_other_date or is_other_receiver
)

select * from int_gaps__register_mismatches

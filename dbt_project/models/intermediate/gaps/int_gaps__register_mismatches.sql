with int_gaps__register_compared as (
    select * from {{ ref('int_gaps__register_compared') }}
),

told as (
    select
        *,
        is_other_net or is_other_tax or is_other_total as has_other_amounts,
        {{ amount_text('registered_net_amount', 'minor_units') }} || ' + '
        || {{ amount_text('registered_tax_amount', 'minor_units') }} || ' = '
        || {{ amount_text('registered_total_amount', 'minor_units') }} as registered_amounts,
        {{ amount_text('net_amount', 'minor_units') }} || ' + '
        || {{ amount_text('tax_amount', 'minor_units') }} || ' = '
        || {{ amount_text('total_amount', 'minor_units') }} as booked_amounts
    from int_gaps__register_compared
),

int_gaps__register_mismatches as (
    -- The register against the ERP: the first of net, tax and total that differs.
    select
        'tax_register_mismatch' as gap_class,
        case when is_sure then 'proved' else 'probable' end as certainty,
        case
            when
                is_other_day::integer
                + is_other_receiver::integer
                + has_other_amounts::integer
                > 1
                then null
            when is_other_day then 'register_other_date'
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
                    case when is_other_day then 'issue_date' end,
                    case when is_other_receiver then 'receiver_tax_id' end
                ],
                lambda field: field is not null
            ),
            ', '
        ) as detail,
        array_to_string(
            list_filter(
                [
                    case when has_other_amounts then registered_amounts end,
                    case when is_other_day then registered_on::varchar end,
                    case when is_other_receiver then registered_receiver_key end
                ],
                lambda field: field is not null
            ),
            ' · '
        ) as expected_value,
        array_to_string(
            list_filter(
                [
                    case when has_other_amounts then booked_amounts end,
                    case when is_other_day then issue_date::varchar end,
                    case when is_other_receiver then receiver_key end
                ],
                lambda field: field is not null
            ),
            ' · '
        ) as actual_value
    from told
    where has_other_amounts or is_other_day or is_other_receiver
)

select * from int_gaps__register_mismatches

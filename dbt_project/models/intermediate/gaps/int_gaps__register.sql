with int_gaps__register_unpaired as (
    select * from {{ ref('int_gaps__register_unpaired') }}
),

int_gaps__register_mismatches as (
    select * from {{ ref('int_gaps__register_mismatches') }}
),

int_gaps__register_rejections as (
    select * from {{ ref('int_gaps__register_rejections') }}
),

customers as (
    select
        {{ tax_id_key('tax_id') }} as receiver_key,
        case when count(*) = 1 then min(customer_id) end as customer_id
    from {{ ref('customers') }}
    where tax_id is not null
    group by receiver_key
),

source_windows as (
    select
        legal_entity_id,
        invoices_from
    from {{ ref('source_windows') }}
),

not_registered as (
    select
        'not_in_tax_register' as gap_class,
        'proved' as certainty,
        null::varchar as subject_id,
        null::varchar as message_code,
        null::varchar as registered_document_id,
        unpaired.document_id as invoice_id,
        unpaired.customer_id,
        unpaired.legal_entity_id,
        unpaired.net_amount as expected_amount,
        unpaired.net_amount as actual_amount,
        unpaired.currency,
        unpaired.issue_date::varchar as detail,
        unpaired.first_on::varchar as expected_value,
        unpaired.last_on::varchar as actual_value
    from int_gaps__register_unpaired as unpaired
    where
        unpaired.side = 'erp'
        and unpaired.total_amount != 0
        and unpaired.issue_date between unpaired.first_on and unpaired.last_on
),

not_booked as (
    -- From the ERP's first document on: what lies before was not loaded.
    select
        'not_in_erp' as gap_class,
        'proved' as certainty,
        unpaired.document_id as subject_id,
        case
            when unpaired.document_type != 'invoice' then 'not_in_erp_' || unpaired.document_type
        end as message_code,
        unpaired.document_id as registered_document_id,
        null::varchar as invoice_id,
        customers.customer_id,
        unpaired.legal_entity_id,
        unpaired.net_amount as expected_amount,
        unpaired.net_amount as actual_amount,
        unpaired.currency,
        unpaired.issue_date::varchar as detail,
        unpaired.document_number as expected_value,
        null::varchar as actual_value
    from int_gaps__register_unpaired as unpaired
    left join source_windows on unpaired.legal_entity_id = source_windows.legal_entity_id
    left join customers on unpaired.receiver_key = customers.receiver_key
    where
        unpaired.side = 'register'
        and unpaired.issue_date >= unpaired.first_on
        and coalesce(unpaired.issue_date >= source_windows.invoices_from, true)
),

findings as (
    select * from not_registered
    union all by name
    select * from not_booked
    union all by name
    select * from int_gaps__register_mismatches
    union all by name
    select * from int_gaps__register_rejections
),

int_gaps__register as (
    -- Form: the document's amount stands on both sides unless the amounts are what differs.
    select
        *,
        invoice_id as invoice_ids
    from findings
)

select * from int_gaps__register

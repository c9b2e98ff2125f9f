with int_gaps__keyed_documents as (
    select * from {{ ref('int_gaps__keyed_documents') }}
    where document_type = 'invoice'
),

contracts as (
    -- A word without a number, such as `pending`, is no order.
    select
        contract_id,
        purchase_order
    from {{ ref('contracts') }}
    where regexp_matches(purchase_order, '[1-9]')
),

documents as (
    select
        keyed.*,
        contracts.purchase_order as agreed_order
    from int_gaps__keyed_documents as keyed
    inner join contracts on keyed.keyed_contract_id = contracts.contract_id
),

written as (
    select
        invoice_id,
        keyed_contract_id,
        'contract' as side,
        agreed_order as written
    from documents
    union all
    select
        invoice_id,
        keyed_contract_id,
        'invoice' as side,
        purchase_order as written
    from documents
    union all
    select
        invoice_id,
        keyed_contract_id,
        'invoice' as side,
        reference as written
    from documents
),

parts as (
    -- A field may hold several orders, or an order among words.
    select
        invoice_id,
        keyed_contract_id,
        side,
        unnest(string_split_regex(written, '[\s,;|/]+') || [written]) as part
    from written
),

spelled as (
    select
        invoice_id,
        keyed_contract_id,
        side,
        {{ number_key('part') }} as number_key,
        ltrim(regexp_replace(part, '[^0-9]', '', 'g'), '0') as digits,
        regexp_matches(part, '[A-Za-z]') as has_letters
    from parts
    where regexp_matches(part, '[1-9]')
),

shown as (
    -- Separators, zeros and, on one side only, letters apart: `OC-04512` is `4512`.
    select distinct agreed.invoice_id
    from spelled as agreed
    inner join spelled as printed
        on
            agreed.invoice_id = printed.invoice_id
            and agreed.keyed_contract_id = printed.keyed_contract_id
            and (
                agreed.number_key = printed.number_key
                or (
                    agreed.digits = printed.digits
                    and not (agreed.has_letters and printed.has_letters)
                )
            )
    where agreed.side = 'contract' and printed.side = 'invoice'
),

int_gaps__purchase_orders as (
    -- A document has room for one order: of several contracts it need show only one's.
    select
        'missing_purchase_order' as gap_class,
        case when documents.purchase_order is not null then 'other_purchase_order' end
            as message_code,
        'proved' as certainty,
        documents.invoice_id as subject_id,
        documents.keyed_contract_id as contract_id,
        documents.invoice_id,
        documents.customer_id,
        documents.legal_entity_id,
        documents.net_amount as expected_amount,
        documents.net_amount as actual_amount,
        documents.currency,
        documents.agreed_order as expected_value,
        documents.purchase_order as actual_value,
        documents.invoice_id as invoice_ids
    from documents
    left join shown on documents.invoice_id = shown.invoice_id
    where shown.invoice_id is null
    qualify
        row_number() over (
            partition by documents.invoice_id order by documents.keyed_contract_id
        ) = 1
)

select * from int_gaps__purchase_orders

with stg_erp_einvoices__documents as (
    select * from {{ ref('stg_erp_einvoices__documents') }}
),

stg_erp_einvoices__document_references as (
    select * from {{ ref('stg_erp_einvoices__document_references') }}
),

stg_erp_einvoices__document_lines as (
    select * from {{ ref('stg_erp_einvoices__document_lines') }}
),

named as (
    select
        document_id,
        reference_kind,
        referred_number
    from stg_erp_einvoices__document_references
    union all
    select
        document_id,
        'order' as reference_kind,
        order_number as referred_number
    from stg_erp_einvoices__document_lines
    where order_number is not null
),

agreements as (
    -- A document of several orders or contracts belongs to none of them alone.
    select
        document_id,
        case
            when count(distinct referred_number) filter (reference_kind = 'contract') = 1
                then min(referred_number) filter (reference_kind = 'contract')
        end as contract_id,
        case
            when count(distinct referred_number) filter (reference_kind = 'order') = 1
                then min(referred_number) filter (reference_kind = 'order')
        end as purchase_order
    from named
    group by document_id
),

preceding as (
    -- The document that a note corrects: by its number among those of the same issuer, else by the
    -- id that it would have, so that it shows as absent.
    select
        notes.document_id,
        case
            when count(distinct originals.document_id) > 1 then null
            when min(originals.document_id) is not null then min(originals.document_id)
            when notes.family in ('mx_cfdi', 'br_nfe') then min(named_by.referred_number)
            else concat_ws(
                '/',
                notes.issuer_key,
                coalesce(min(named_by.type_code), 'invoice'),
                min(named_by.referred_number)
            )
        end as related_document_id
    from stg_erp_einvoices__documents as notes
    inner join stg_erp_einvoices__document_references as named_by
        on notes.document_id = named_by.document_id and named_by.reference_kind = 'preceding'
    left join stg_erp_einvoices__documents as originals
        on
            notes.issuer_key = originals.issuer_key
            and notes.family = originals.family
            and named_by.referred_number in (originals.unique_id, originals.invoice_number)
            and coalesce(named_by.type_code, originals.type_code) = originals.type_code
            and originals.document_kind = 'invoice'
            and notes.document_id != originals.document_id
    where notes.document_kind in ('credit_note', 'debit_note')
    group by notes.document_id, notes.family, notes.issuer_key
    -- A note on several documents corrects none of them alone.
    having count(distinct named_by.referred_number) = 1
),

replaced as (
    select distinct referred_number as document_id
    from stg_erp_einvoices__document_references
    where reference_kind = 'replaced'
),

map_erp_einvoices__invoices as (
    select
        'erp_einvoices:' || documents.document_id as invoice_id,
        coalesce(documents.invoice_number, documents.document_id) as invoice_number,
        {{ einvoice_document_type('documents') }} as document_type,
        'erp_einvoices:' || documents.issuer_key as legal_entity_id,
        'erp_einvoices:' || documents.receiver_key as customer_id,
        documents.issued_on as issue_date,
        documents.due_on as due_date,
        documents.currency,
        abs({{ einvoice_net('documents') }})::decimal(18, 4) as net_amount,
        (abs({{ einvoice_gross('documents') }}) - abs({{ einvoice_net('documents') }}))
        ::decimal(18, 4) as tax_amount,
        abs({{ einvoice_gross('documents') }})::decimal(18, 4) as total_amount,
        case
            when documents.is_draft then 'draft'
            when replaced.document_id is not null then 'cancelled'
            else 'posted'
        end as status,
        agreements.contract_id,
        'erp_einvoices:' || preceding.related_document_id as related_invoice_id,
        agreements.purchase_order,
        coalesce(documents.payment_reference, documents.buyer_reference) as reference,
        documents.source_record
    from stg_erp_einvoices__documents as documents
    left join agreements on documents.document_id = agreements.document_id
    left join preceding on documents.document_id = preceding.document_id
    left join replaced on documents.document_id = replaced.document_id
    where {{ is_einvoice_of_ours('documents') }}
)

select * from map_erp_einvoices__invoices

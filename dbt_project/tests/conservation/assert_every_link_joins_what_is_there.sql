-- Fails if a link of ours leads from or to something that no input holds: a reader would walk into
-- nothing. A link that a system states may name documents that it was not asked for.
with things as (
    select
        'opportunity' as kind,
        opportunity_id as id
    from {{ ref('opportunities') }}
    union all
    select
        'quote' as kind,
        quote_id as id
    from {{ ref('quotes') }}
    union all
    select
        'contract' as kind,
        contract_id as id
    from {{ ref('contracts') }}
    union all
    select
        'contract_line' as kind,
        contract_line_id as id
    from {{ ref('contract_lines') }}
    union all
    select
        document_type as kind,
        invoice_id as id
    from {{ ref('invoices') }}
    union all
    select
        'payment' as kind,
        payment_id as id
    from {{ ref('payments') }}
    union all
    select
        'bank_transaction' as kind,
        bank_transaction_id as id
    from {{ ref('bank_transactions') }}
)

select links.*
from {{ ref('fct_document_links') }} as links
left join things as earlier on links.from_kind = earlier.kind and links.from_id = earlier.id
left join things as later on links.to_kind = later.kind and links.to_id = later.id
where
    (earlier.id is null or later.id is null)
    and links.source not in (select stated.source from {{ ref('document_links') }} as stated)

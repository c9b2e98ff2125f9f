with opportunities as (
    select opportunity_id from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where contract_line_id is not null
),

invoices as (
    select * from {{ ref('invoices') }}
),

payments as (
    select * from {{ ref('payments') }}
),

payment_allocations as (
    select * from {{ ref('payment_allocations') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
    where is_posted
),

quoted as (
    select
        'opportunity' as from_kind,
        quotes.opportunity_id as from_id,
        'quote' as to_kind,
        quotes.quote_id as to_id,
        'crm' as source
    from quotes
    inner join opportunities on quotes.opportunity_id = opportunities.opportunity_id
),

contracted as (
    select
        case when quote_id is not null then 'quote' else 'opportunity' end as from_kind,
        coalesce(quote_id, opportunity_id) as from_id,
        'contract' as to_kind,
        contract_id as to_id,
        'contract' as source
    from contracts
    where coalesce(quote_id, opportunity_id) is not null
),

lined as (
    select
        'contract' as from_kind,
        contract_id as from_id,
        'contract_line' as to_kind,
        contract_line_id as to_id,
        quantity,
        'contract' as source
    from contract_lines
),

billed as (
    select
        'contract_line' as from_kind,
        contract_line_id as from_id,
        'invoice' as to_kind,
        invoice_id as to_id,
        sum(attributed_amount) as amount,
        any_value(currency) as currency,
        any_value(attribution_rule) as source
    from int_invoice_line_attribution
    group by contract_line_id, invoice_id
),

corrected as (
    select
        'invoice' as from_kind,
        related_invoice_id as from_id,
        'invoice' as to_kind,
        invoice_id as to_id,
        total_amount as amount,
        currency,
        document_type as source
    from invoices
    where related_invoice_id is not null
),

applied as (
    select
        'invoice' as from_kind,
        payment_allocations.invoice_id as from_id,
        'payment' as to_kind,
        payment_allocations.payment_id as to_id,
        payment_allocations.amount,
        payments.currency,
        'erp' as source
    from payment_allocations
    inner join payments on payment_allocations.payment_id = payments.payment_id
),

matched as (
    select
        'invoice' as from_kind,
        invoice_id as from_id,
        'bank_transaction' as to_kind,
        bank_transaction_id as to_id,
        matched_amount as amount,
        invoice_currency as currency,
        match_rule as source
    from int_bank_matches
),

links as (
    select * from quoted
    union all by name
    select * from contracted
    union all by name
    select * from lined
    union all by name
    select * from billed
    union all by name
    select * from corrected
    union all by name
    select * from applied
    union all by name
    select * from matched
),

fct_document_links as (
    select
        from_kind,
        from_id,
        to_kind,
        to_id,
        source,
        quantity::decimal(18, 8) as quantity,
        amount::decimal(18, 4) as amount,
        currency
    from links
)

select * from fct_document_links

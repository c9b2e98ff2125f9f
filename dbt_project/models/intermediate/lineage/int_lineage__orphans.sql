with opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

int_lineage__periods as (
    select
        opportunity_id,
        quote_id,
        contract_id
    from {{ ref('int_lineage__periods') }}
),

int_lineage__documents as (
    select * from {{ ref('int_lineage__documents') }}
    where contract_line_id is null
),

int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
),

bank_transactions as (
    select
        bank_transaction_id,
        amount,
        currency
    from {{ ref('bank_transactions') }}
),

known_deals as (
    select opportunity_id from int_lineage__periods
    union distinct
    select quotes.opportunity_id
    from int_lineage__periods
    inner join quotes on int_lineage__periods.quote_id = quotes.quote_id
    union distinct
    select opportunity_id from contracts
),

deals as (
    select
        'opportunity' as stage_reached,
        opportunities.opportunity_id,
        opportunities.currency
    from opportunities
    left join known_deals on opportunities.opportunity_id = known_deals.opportunity_id
    where known_deals.opportunity_id is null
),

lone_quotes as (
    select
        'quote' as stage_reached,
        quotes.opportunity_id,
        quotes.quote_id,
        quotes.currency
    from quotes
    left join opportunities on quotes.opportunity_id = opportunities.opportunity_id
    left join contracts on quotes.quote_id = contracts.quote_id
    where opportunities.opportunity_id is null and contracts.contract_id is null
),

lineless_contracts as (
    select
        'contract' as stage_reached,
        contracts.opportunity_id,
        contracts.quote_id,
        contracts.contract_id,
        contracts.invoice_currency as currency
    from contracts
    left join int_lineage__periods on contracts.contract_id = int_lineage__periods.contract_id
    where int_lineage__periods.contract_id is null
),

lone_documents as (
    select
        'invoiced' as stage_reached,
        invoice_id,
        case when document_type != 'credit_note' then attributed_amount else 0 end
            as invoiced_amount,
        case when document_type = 'credit_note' then -attributed_amount else 0 end
            as credited_amount,
        case when document_type != 'credit_note' then collected_amount else 0 end
            as collected_amount,
        currency
    from int_lineage__documents
),

lone_receipts as (
    -- The part of a receipt that no document took; what a document took stands with its periods.
    select
        'receipt' as stage_reached,
        int_bank_line_statuses.bank_transaction_id,
        int_bank_line_statuses.unapplied_amount as collected_amount,
        bank_transactions.currency
    from int_bank_line_statuses
    inner join bank_transactions
        on int_bank_line_statuses.bank_transaction_id = bank_transactions.bank_transaction_id
    where int_bank_line_statuses.unapplied_amount > 0
),

int_lineage__orphans as (
    select * from deals
    union all by name
    select * from lone_quotes
    union all by name
    select * from lineless_contracts
    union all by name
    select * from lone_documents
    union all by name
    select * from lone_receipts
)

select * from int_lineage__orphans

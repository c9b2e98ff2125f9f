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

document_links as (
    select * exclude (source_record) from {{ ref('document_links') }}
),

int_lineage__document_links as (
    select * from {{ ref('int_lineage__document_links') }}
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

sold as (
    select
        'opportunity' as from_kind,
        contracts.opportunity_id as from_id,
        'contract' as to_kind,
        contracts.contract_id as to_id,
        'contract' as source
    from contracts
    inner join opportunities on contracts.opportunity_id = opportunities.opportunity_id
),

agreed as (
    select
        'quote' as from_kind,
        contracts.quote_id as from_id,
        'contract' as to_kind,
        contracts.contract_id as to_id,
        'contract' as source
    from contracts
    inner join quotes on contracts.quote_id = quotes.quote_id
),

lined as (
    select
        'contract' as from_kind,
        contract_lines.contract_id as from_id,
        'contract_line' as to_kind,
        contract_lines.contract_line_id as to_id,
        contract_lines.quantity,
        'contract' as source
    from contract_lines
    inner join contracts on contract_lines.contract_id = contracts.contract_id
),

links as (
    select * from quoted
    union all by name
    select * from sold
    union all by name
    select * from agreed
    union all by name
    select * from lined
    union all by name
    select * from int_lineage__document_links
    union all by name
    select * from document_links
),

fct_document_links as (
    select
        from_kind,
        from_id,
        from_item,
        to_kind,
        to_id,
        to_item,
        source,
        quantity_unit,

        quantity::decimal(18, 8) as quantity,

        amount::decimal(18, 4) as amount,
        currency,

        linked_on
    from links
)

select * from fct_document_links

with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

quotes as (
    select * from {{ ref('quotes') }}
),

quote_lines as (
    select * from {{ ref('quote_lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

int_gaps__sale_records as (
    -- What was agreed: the deal, its quote, the contract with its amendments.
    select
        findings.gap_id,
        opportunities.source_record
    from int_gaps__findings as findings
    inner join opportunities on findings.opportunity_id = opportunities.opportunity_id
    union distinct
    select
        findings.gap_id,
        quotes.source_record
    from int_gaps__findings as findings
    inner join quotes on findings.quote_id = quotes.quote_id
    union distinct
    select
        findings.gap_id,
        quote_lines.source_record
    from int_gaps__findings as findings
    inner join quote_lines on findings.quote_line_id = quote_lines.quote_line_id
    union distinct
    select
        findings.gap_id,
        contracts.source_record
    from int_gaps__findings as findings
    inner join contracts on findings.contract_id = contracts.contract_id
    union distinct
    select
        findings.gap_id,
        contract_lines.source_record
    from int_gaps__findings as findings
    inner join contract_lines on findings.contract_line_id = contract_lines.contract_line_id
    union distinct
    select
        findings.gap_id,
        amendments.source_record
    from int_gaps__findings as findings
    inner join amendments
        on
            findings.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, findings.contract_line_id)
            = findings.contract_line_id
)

select * from int_gaps__sale_records

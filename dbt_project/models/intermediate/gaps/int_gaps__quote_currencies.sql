with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed and is_quote_known
),

int_gaps__quoted_lines as (
    select contract_line_id from {{ ref('int_gaps__quoted_lines') }}
),

contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

quotes as (
    select * from {{ ref('quotes') }}
    where status in ('sent', 'accepted')
),

compared as (
    select distinct contract_lines.contract_id
    from contract_lines
    inner join int_gaps__quoted_lines
        on contract_lines.contract_line_id = int_gaps__quoted_lines.contract_line_id
),

int_gaps__quote_currencies as (
    -- Where no line tells it: the currency is the whole quote's.
    select
        'quote_contract_mismatch' as gap_class,
        'proved' as certainty,
        'quote_currency_of_contract' as message_code,
        contract_deals.contract_id || '@currency' as subject_id,
        contract_deals.contract_id,
        quotes.quote_id,
        quotes.opportunity_id,
        'currency' as field,
        contract_deals.invoice_currency as currency,
        quotes.currency as expected_value,
        contract_deals.currency as actual_value
    from int_gaps__contract_deals as contract_deals
    inner join quotes on contract_deals.quote_id = quotes.quote_id
    left join compared on contract_deals.contract_id = compared.contract_id
    where compared.contract_id is null and quotes.currency != contract_deals.currency
)

select * from int_gaps__quote_currencies

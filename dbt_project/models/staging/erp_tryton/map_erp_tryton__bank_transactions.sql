with stg_erp_tryton__account_statement_origin as (
    select * from {{ ref('stg_erp_tryton__account_statement_origin') }}
),

stg_erp_tryton__account_statement as (
    select * from {{ ref('stg_erp_tryton__account_statement') }}
),

stg_erp_tryton__account_statement_journal as (
    select * from {{ ref('stg_erp_tryton__account_statement_journal') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

stg_erp_tryton__party_party as (
    select * from {{ ref('stg_erp_tryton__party_party') }}
),

stg_erp_tryton__party_identifier as (
    select * from {{ ref('stg_erp_tryton__party_identifier') }}
),

stg_erp_tryton__declared_options as (
    select * from {{ ref('stg_erp_tryton__declared_options') }}
),

tax_ids as (
    {{ tryton_tax_ids() }}
),

map_erp_tryton__bank_transactions as (
    -- A statement is a draft until somebody has assigned all its lines: the lines are real.
    select
        {{ tryton_record('account.statement.origin', 'origins.origin_id') }}
            as bank_transaction_id,
        {{ tryton_record('account.statement.journal', 'statements.journal_id') }}
            as bank_account_id,
        origins.booked_on,
        origins.amount,
        currencies.currency,
        parties.name as counterparty_name,
        tax_ids.tax_id as counterparty_tax_id,
        origins.number as reference,
        origins.description as remittance_text,
        false as is_duplicate,
        false as is_reversal,
        origins.source_record
    from stg_erp_tryton__account_statement_origin as origins
    inner join stg_erp_tryton__account_statement as statements
        on origins.statement_id = statements.statement_id
    inner join stg_erp_tryton__account_statement_journal as journals
        on statements.journal_id = journals.journal_id
    inner join stg_erp_tryton__currency_currency as currencies
        on journals.currency_id = currencies.currency_id
    left join stg_erp_tryton__party_party as parties on origins.party_id = parties.party_id
    left join tax_ids on origins.party_id = tax_ids.party_id
    -- Where the bank's own files are read, these would be the same lines again.
    anti join stg_erp_tryton__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
    where statements.state != 'cancelled'
)

select * from map_erp_tryton__bank_transactions

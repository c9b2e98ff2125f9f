with stg_erp_tryton__account_statement_journal as (
    select * from {{ ref('stg_erp_tryton__account_statement_journal') }}
),

stg_erp_tryton__bank_account_number as (
    select * from {{ ref('stg_erp_tryton__bank_account_number') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

numbers as (
    select
        bank_account_id,
        number
    from stg_erp_tryton__bank_account_number
    where number is not null
    qualify row_number() over (
        partition by bank_account_id order by number_type = 'iban', number_id
    ) = 1
),

map_erp_tryton__bank_accounts as (
    select
        {{ tryton_record('account.statement.journal', 'journals.journal_id') }}
            as bank_account_id,
        {{ tryton_record('company.company', 'journals.company_id') }} as legal_entity_id,
        coalesce(numbers.number, journals.name, journals.journal_id) as account_number,
        currencies.currency,
        journals.source_record
    from stg_erp_tryton__account_statement_journal as journals
    inner join stg_erp_tryton__currency_currency as currencies
        on journals.currency_id = currencies.currency_id
    left join numbers on journals.bank_account_id = numbers.bank_account_id
)

select * from map_erp_tryton__bank_accounts

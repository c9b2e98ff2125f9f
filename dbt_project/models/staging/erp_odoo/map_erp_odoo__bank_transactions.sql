with stg_erp_odoo__account_bank_statement_line as (
    select * from {{ ref('stg_erp_odoo__account_bank_statement_line') }}
),

stg_erp_odoo__account_journal as (
    select * from {{ ref('stg_erp_odoo__account_journal') }}
),

stg_erp_odoo__res_company as (
    select * from {{ ref('stg_erp_odoo__res_company') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__declared_options as (
    select * from {{ ref('stg_erp_odoo__declared_options') }}
),

map_erp_odoo__bank_transactions as (
    select
        {{ odoo_record('account.bank.statement.line', 'lines.statement_line_id') }}
            as bank_transaction_id,
        {{ odoo_record('account.journal', 'lines.journal_id') }} as bank_account_id,
        lines.booked_on,
        lines.amount,
        currencies.currency,
        coalesce(lines.partner_name, partners.name) as counterparty_name,
        lines.account_number as counterparty_account,
        partners.tax_id as counterparty_tax_id,
        lines.payment_ref as remittance_text,
        false as is_duplicate,
        false as is_reversal,
        lines.source_record
    from stg_erp_odoo__account_bank_statement_line as lines
    inner join stg_erp_odoo__account_journal as journals
        on lines.journal_id = journals.journal_id
    inner join stg_erp_odoo__res_company as companies on journals.company_id = companies.company_id
    inner join stg_erp_odoo__res_currency as currencies
        on
            coalesce(lines.currency_id, journals.currency_id, companies.currency_id)
            = currencies.currency_id
    left join stg_erp_odoo__res_partner as partners on lines.partner_id = partners.partner_id
    -- Where the bank's own files are read, these would be the same lines again.
    anti join stg_erp_odoo__declared_options as declared
        on declared.option = 'bank_lines' and declared.value = 'false'
    where
        coalesce(lines.state, 'posted') != 'cancel'
        and journals.journal_type = 'bank'
        and lines.booked_on is not null
)

select * from map_erp_odoo__bank_transactions

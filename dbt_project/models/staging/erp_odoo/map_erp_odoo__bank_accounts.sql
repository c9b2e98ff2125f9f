with stg_erp_odoo__account_journal as (
    select * from {{ ref('stg_erp_odoo__account_journal') }}
),

stg_erp_odoo__res_partner_bank as (
    select * from {{ ref('stg_erp_odoo__res_partner_bank') }}
),

stg_erp_odoo__res_company as (
    select * from {{ ref('stg_erp_odoo__res_company') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

map_erp_odoo__bank_accounts as (
    select
        {{ odoo_record('account.journal', 'journals.journal_id') }} as bank_account_id,
        {{ odoo_record('res.company', 'journals.company_id') }} as legal_entity_id,
        coalesce(numbers.account_number, journals.name) as account_number,
        currencies.currency,
        journals.source_record
    from stg_erp_odoo__account_journal as journals
    inner join stg_erp_odoo__res_company as companies on journals.company_id = companies.company_id
    inner join stg_erp_odoo__res_currency as currencies
        on coalesce(journals.currency_id, companies.currency_id) = currencies.currency_id
    left join stg_erp_odoo__res_partner_bank as numbers
        on journals.bank_account_id = numbers.bank_account_id
    where journals.journal_type = 'bank'
)

select * from map_erp_odoo__bank_accounts

with int_collection__lines as (
    select
        bank_transaction_id,
        counterparty_name,
        counterparty_tax_id,
        counterparty_name_key,
        counterparty_account_key,
        counterparty_tax_id_key,
        booked_on
    from {{ ref('int_collection__lines') }}
),

int_collection__receipts as (
    -- Who sends us our own money, or takes a fee, is no payer.
    select bank_transaction_id
    from {{ ref('int_collection__receipts') }}
),

int_collection__payers_by_key as (
    select * from {{ ref('int_collection__payers_by_key') }}
    where payer_class in ('tax_id_in_text', 'alias')
),

told_in_text as (
    -- Of the numbers in a text, those that are somebody's tax id.
    select
        bank_transaction_id,
        min({{ tax_id_key('payer_evidence') }}) as tax_id_key
    from int_collection__payers_by_key
    group by bank_transaction_id
),

told as (
    select
        bank_lines.bank_transaction_id,
        bank_lines.counterparty_name as name,
        coalesce(bank_lines.counterparty_tax_id, told_in_text.tax_id_key) as tax_id,
        coalesce(bank_lines.counterparty_tax_id_key, told_in_text.tax_id_key) as tax_id_key,
        bank_lines.counterparty_account_key as account_key,
        nullif(bank_lines.counterparty_name_key, '') as name_key,
        bank_lines.booked_on
    from int_collection__lines as bank_lines
    inner join int_collection__receipts as receipts
        on bank_lines.bank_transaction_id = receipts.bank_transaction_id
    left join told_in_text on bank_lines.bank_transaction_id = told_in_text.bank_transaction_id
),

int_parties__payer_lines as (
    select
        bank_transaction_id,
        {{ joined_id([
            "coalesce(tax_id_key, '')", "coalesce(account_key, '')", "coalesce(name_key, '')"
        ]) }} as payer_id,
        name,
        tax_id,
        tax_id_key,
        account_key,
        name_key,
        booked_on
    from told
    where coalesce(tax_id_key, account_key, name_key) is not null
)

select * from int_parties__payer_lines

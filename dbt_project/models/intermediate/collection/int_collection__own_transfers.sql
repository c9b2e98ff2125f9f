with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
    where amount > 0
),

int_collection__payers as (
    select bank_transaction_id
    from {{ ref('int_collection__payers') }}
),

bank_accounts as (
    select
        {{ account_key('account_number') }} as account_key,
        list(legal_entity_id) as legal_entity_ids
    from {{ ref('bank_accounts') }}
    group by account_key
),

legal_entities as (
    select
        {{ tax_id_key('tax_id') }} as tax_id_key,
        list(legal_entity_id) as legal_entity_ids
    from {{ ref('legal_entities') }}
    where tax_id is not null
    group by tax_id_key
),

int_collection__own_transfers as (
    select
        bank_lines.bank_transaction_id,
        case when bank_accounts.account_key is not null then 'own_account' else 'own_tax_id' end
            as match_status_reason
    from int_collection__lines as bank_lines
    left join int_collection__payers as payers
        on bank_lines.bank_transaction_id = payers.bank_transaction_id
    left join bank_accounts on bank_lines.counterparty_account_key = bank_accounts.account_key
    left join legal_entities on bank_lines.counterparty_tax_id_key = legal_entities.tax_id_key
    where
        (bank_accounts.account_key is not null or legal_entities.tax_id_key is not null)
        -- Another entity of ours that is a customer pays its invoices like any customer.
        and (
            payers.bank_transaction_id is null
            or list_contains(bank_accounts.legal_entity_ids, bank_lines.legal_entity_id)
            or list_contains(legal_entities.legal_entity_ids, bank_lines.legal_entity_id)
        )
)

select * from int_collection__own_transfers

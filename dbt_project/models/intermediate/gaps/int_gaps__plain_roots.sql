with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

legal_entities as (
    select
        legal_entity_id,
        functional_currency
    from {{ ref('legal_entities') }}
),

too_much_of_nothing as (
    -- A payment that never came cannot be too much.
    select
        excess.gap_id,
        unbanked.gap_id as root_gap_id
    from int_gaps__findings as excess
    inner join int_gaps__findings as unbanked on excess.payment_id = unbanked.payment_id
    where
        excess.gap_class in ('overpayment', 'duplicate_payment')
        and unbanked.gap_class = 'payment_without_bank_line'
),

money_of_another_entity as (
    -- Who issues in the sister's name issues in its currency too.
    select
        currency.gap_id,
        entity.gap_id as root_gap_id
    from int_gaps__findings as currency
    inner join int_gaps__findings as entity
        on
            currency.invoice_id = entity.invoice_id
            and currency.contract_id = entity.contract_id
    inner join legal_entities
        on
            entity.legal_entity_id = legal_entities.legal_entity_id
            and currency.currency = legal_entities.functional_currency
    where currency.gap_class = 'wrong_currency' and entity.gap_class = 'wrong_legal_entity'
),

int_gaps__plain_roots as (
    select * from too_much_of_nothing
    union all
    select * from money_of_another_entity
)

select * from int_gaps__plain_roots

with payer_aliases as (
    select * from {{ ref('payer_aliases') }}
),

int_collection__match_decisions as (
    select * from {{ ref('int_collection__match_decisions') }}
    where decision_status = 'standing' and decision != 'rejected' and placed_amount > 0
),

int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind in ('factor', 'processor')
),

shared_tax_ids as (
    select {{ tax_id_key('tax_id') }} as tax_id_key
    from {{ ref('shared_tax_ids') }}
),

confirmed as (
    -- Who pays for many, a factor or a card processor, says nothing by having paid for one.
    select
        decisions.customer_id,
        decisions.owner,
        decisions.reason,
        decisions.decided_on,
        decisions.source_record,
        bank_lines.bank_transaction_id,
        bank_lines.counterparty_account_key,
        bank_lines.counterparty_name,
        case when shared.tax_id_key is null then bank_lines.counterparty_tax_id_key end
            as tax_id_key
    from int_collection__match_decisions as decisions
    inner join int_collection__lines as bank_lines
        on decisions.bank_transaction_id = bank_lines.bank_transaction_id
    cross join receipt_patterns
    left join shared_tax_ids as shared on bank_lines.counterparty_tax_id_key = shared.tax_id_key
    where not coalesce(regexp_matches(bank_lines.line_text, receipt_patterns.pattern), false)
),

learnt as (
    -- DOMAIN 3, step 1, class C. The surest that the bank tells of the payer is learnt.
    select
        *,
        case
            when tax_id_key is not null then 'tax_id'
            when counterparty_account_key is not null then 'account'
            else 'name'
        end as alias_kind,
        coalesce(tax_id_key, counterparty_account_key, counterparty_name) as told
    from confirmed
    where coalesce(tax_id_key, counterparty_account_key, counterparty_name) is not null
    qualify
        count(distinct customer_id) over (
            partition by coalesce(tax_id_key, counterparty_account_key, counterparty_name)
        ) = 1
        and row_number() over (
            partition by coalesce(tax_id_key, counterparty_account_key, counterparty_name)
            order by decided_on, bank_transaction_id
        ) = 1
),

int_collection__payer_aliases as (
    select
        alias,
        'stated' as alias_kind,
        customer_id,
        decided_by,
        decided_on,
        null::varchar as reason,
        null::varchar as bank_transaction_id,
        source_record
    from payer_aliases
    union all
    -- What somebody stated outright is not learnt otherwise.
    select
        learnt.told,
        learnt.alias_kind,
        learnt.customer_id,
        learnt.owner as decided_by,
        learnt.decided_on,
        learnt.reason,
        learnt.bank_transaction_id,
        learnt.source_record
    from learnt
    left join payer_aliases on learnt.told = payer_aliases.alias
    where payer_aliases.alias is null
)

select * from int_collection__payer_aliases

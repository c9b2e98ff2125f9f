with int_collection__match_decisions as (
    select * from {{ ref('int_collection__match_decisions') }}
),

messages as (
    select * from {{ ref('messages') }}
),

fct_match_decisions as (
    select
        decisions.bank_transaction_id,
        decisions.invoice_id,
        decisions.decision,
        decisions.owner,
        decisions.reason,
        decisions.decision_status,
        {{ match_decision_sentence('en') }} as explanation,
        {{ match_decision_sentence('es') }} as explanation_es,
        decisions.amount,
        case
            when decisions.decision_status = 'standing' and decisions.decision != 'rejected'
                then decisions.placed_amount
        end as placed_amount,
        decisions.currency,
        decisions.source_record,
        decisions.decided_on
    from int_collection__match_decisions as decisions
    left join messages on messages.code = 'match_decision_' || decisions.decision_status
)

select * from fct_match_decisions

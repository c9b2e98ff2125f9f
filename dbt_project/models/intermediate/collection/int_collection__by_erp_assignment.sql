with int_collection__assigned as (
    select * from {{ ref('int_collection__assigned') }}
),

int_collection__documents as (
    select * from {{ ref('int_collection__documents') }}
),

int_collection__credits as (
    select * from {{ ref('int_collection__credits') }}
),

int_collection__by_decision as (
    select bank_transaction_id
    from {{ ref('int_collection__by_decision') }}
),

credited as (
    select
        assigned.bank_transaction_id,
        assigned.invoice_id,
        sum(credits.credited_amount) as credited_amount
    from int_collection__assigned as assigned
    inner join int_collection__credits as credits
        on
            assigned.invoice_id = credits.invoice_id
            and assigned.booked_on >= credits.credited_on
    group by assigned.bank_transaction_id, assigned.invoice_id
),

weighed as (
    select
        assigned.*,
        documents.currency as invoice_currency,
        documents.invoice_id is not null
        and documents.legal_entity_id = assigned.legal_entity_id
        and documents.currency = assigned.currency
        and documents.issue_date <= assigned.booked_on
        and assigned.assigned_amount > 0
        and assigned.fee_amount >= 0
        and assigned.fee_amount < assigned.assigned_amount
        and sum(assigned.assigned_amount) over (
            partition by assigned.invoice_id
            order by assigned.booked_on, assigned.bank_transaction_id
        ) + coalesce(credited.credited_amount, 0) <= documents.total_amount as is_sound
    from int_collection__assigned as assigned
    left join int_collection__documents as documents
        on assigned.invoice_id = documents.invoice_id
    left join credited
        on
            assigned.bank_transaction_id = credited.bank_transaction_id
            and assigned.invoice_id = credited.invoice_id
),

judged as (
    select
        *,
        case
            when
                has_others
                or line_assigned_amount > line_amount
                or not bool_and(is_sound) over lines
                then 'erp_application_unsound'
        end as review_reason,
        count(*) over lines as document_count
    from weighed
    window lines as (partition by bank_transaction_id)
),

int_collection__by_erp_assignment as (
    -- A document that the warehouse lacks has no currency of its own to state.
    select
        bank_transaction_id,
        invoice_id,
        'erp_assignment' as match_rule,
        review_reason,
        case when fee_amount > 0 then 'fee' end as difference_kind,
        booked_on,
        (assigned_amount - fee_amount)::decimal(18, 4) as bank_amount,
        currency,
        assigned_amount::decimal(18, 4) as matched_amount,
        invoice_currency,
        1::decimal(3, 2) as confidence,
        document_count::integer as candidate_count,
        review_reason is null as is_posted,
        json_object('assignments', bank_line_assignment_ids)::varchar as evidence
    from judged
    anti join int_collection__by_decision as decided
        on judged.bank_transaction_id = decided.bank_transaction_id
    where invoice_currency is not null
)

select * from int_collection__by_erp_assignment

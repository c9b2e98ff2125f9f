with fct_collection_worklist as (
    select * from {{ ref('fct_collection_worklist') }}
),

dim_customers as (
    select * from {{ ref('dim_customers') }}
),

dim_legal_entities as (
    select * from {{ ref('dim_legal_entities') }}
),

rpt_collection_worklist as (
    -- What is not due and has nothing wrong is nobody's work yet.
    select
        worklist.customer_id,
        dim_customers.customer_name,
        worklist.legal_entity_id,
        dim_legal_entities.legal_entity_name,
        (sum(worklist.open_amount) over customers)::decimal(18, 4) as customer_open_amount,
        worklist.invoice_id,
        worklist.invoice_number,
        worklist.contract_id,
        worklist.opportunity_id,

        worklist.next_action,
        worklist.explanation,
        worklist.explanation_es,
        worklist.opportunity_name,
        worklist.owner,
        worklist.gap_owner,
        worklist.contract_record,
        worklist.purchase_order,
        worklist.exceptions,
        worklist.hold_gap_id,
        worklist.dispute_gap_id,
        worklist.other_gap_ids,
        worklist.proposed_line_id,

        worklist.days_overdue,
        worklist.dunning_level,
        worklist.payment_terms_days,
        worklist.early_payment_discount_days,
        worklist.early_payment_discount_percent,
        worklist.withholding_rate,
        worklist.settled_count,
        worklist.usual_late_days,

        worklist.open_amount,
        worklist.hold_gap_amount,
        worklist.waiting_amount,
        worklist.currency,

        worklist.issue_date,
        worklist.due_on,
        worklist.expected_on
    from fct_collection_worklist as worklist
    left join dim_customers on worklist.customer_id = dim_customers.customer_id
    left join dim_legal_entities
        on worklist.legal_entity_id = dim_legal_entities.legal_entity_id
    where worklist.days_overdue > 0 or worklist.next_action != 'wait'
    window customers as (partition by worklist.customer_id, worklist.currency)
)

select * from rpt_collection_worklist

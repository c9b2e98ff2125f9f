with int_worklist__judged as (
    select * from {{ ref('int_worklist__judged') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

int_promises__exceptions as (
    select * from {{ ref('int_promises__exceptions') }}
),

gap_classes as (
    select * from {{ ref('gap_classes') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

worded as (
    select
        judged.*,
        gap_classes.name_en as hold_class_en,
        gap_classes.name_es as hold_class_es,
        {{ amount_text('judged.hold_gap_amount', 'currencies.minor_units') }} as hold_text,
        {{ amount_text('judged.waiting_amount', 'currencies.minor_units') }} as waiting_text,
        opportunities.name as opportunity_name,
        opportunities.owner,
        contracts.payment_terms_days,
        contracts.early_payment_discount_percent,
        contracts.early_payment_discount_days,
        contracts.withholding_rate,
        contracts.purchase_order,
        contracts.source_record as contract_record,
        exceptions.exceptions
    from int_worklist__judged as judged
    inner join currencies on judged.currency = currencies.currency
    left join gap_classes on judged.hold_gap_class = gap_classes.gap_class
    left join contracts on judged.contract_id = contracts.contract_id
    left join opportunities on judged.opportunity_id = opportunities.opportunity_id
    left join int_promises__exceptions as exceptions
        on judged.contract_id = exceptions.contract_id
),

fct_collection_worklist as (
    select
        invoice_id,
        invoice_number,
        legal_entity_id,
        customer_id,
        contract_id,
        opportunity_id,

        next_action,
        {{ worklist_explanation('en') }} as explanation,
        {{ worklist_explanation('es') }} as explanation_es,
        opportunity_name,
        owner,
        gap_owner,
        contract_record,
        purchase_order,
        exceptions,
        hold_gap_id,
        dispute_gap_id,
        other_gap_ids,
        proposed_line_id,

        days_overdue,
        dunning_level,
        payment_terms_days,
        early_payment_discount_days,
        early_payment_discount_percent,
        withholding_rate,
        settled_count,
        usual_late_days,

        open_amount,
        hold_gap_amount,
        waiting_amount,
        currency,

        issue_date,
        due_on,
        expected_on
    from worded
)

select * from fct_collection_worklist

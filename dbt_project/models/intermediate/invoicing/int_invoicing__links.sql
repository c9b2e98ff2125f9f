with int_invoicing__by_contract_line as (
    select * from {{ ref('int_invoicing__by_contract_line') }}
),

int_invoicing__candidates as (
    select * from {{ ref('int_invoicing__candidates') }}
),

ranked as (
    -- Strongest evidence first; a tie at the top is no evidence.
    select
        *,
        case
            when is_live and is_same_amount then 1
            when is_live and is_same_product then 2
            when is_same_amount then 3
            when is_same_product then 4
        end as evidence_rank
    from int_invoicing__candidates
),

best as (
    select
        *,
        count(*) over (partition by invoice_line_id) as candidate_count
    from ranked
    where evidence_rank is not null
    qualify evidence_rank = min(evidence_rank) over (partition by invoice_line_id)
),

chosen as (
    select
        *,
        count(*) over (partition by invoice_line_id) as tie_count
    from best
),

int_invoicing__links as (
    select
        invoice_line_id,
        contract_line_id,
        attribution_rule,
        confidence,
        false as is_tie
    from int_invoicing__by_contract_line
    union all
    select
        invoice_line_id,
        contract_line_id,
        case
            when candidate_count > tie_count or not is_same_product
                then replace(attribution_rule, 'product', 'amount')
            else attribution_rule
        end as attribution_rule,
        confidence,
        tie_count > 1 as is_tie
    from chosen
)

select * from int_invoicing__links

with int_lineage__threads as (
    select * from {{ ref('int_lineage__threads') }}
),

int_bridge__contracted as (
    select * from {{ ref('int_bridge__contracted') }}
),

int_bridge__shares as (
    select * from {{ ref('int_bridge__shares') }}
),

int_lineage__contracts as (
    select * from {{ ref('int_lineage__contracts') }}
),

ahead as (
    -- Periods that are neither due nor billed nor begun stand in no thread yet.
    select
        contracted.order_to_cash_id,
        contracts.opportunity_id,
        contracted.contract_id,
        contracted.contract_line_id,
        contracted.currency
    from int_bridge__contracted as contracted
    inner join int_lineage__contracts as contracts
        on contracted.contract_id = contracts.contract_id
    left join int_lineage__threads as threads
        on contracted.order_to_cash_id = threads.order_to_cash_id
    where threads.order_to_cash_id is null
),

threads as (
    select
        order_to_cash_id,
        opportunity_id,
        contract_id,
        contract_line_id,
        stage_reached,
        currency,
        coalesce(expected_amount, 0) as expected_amount,
        invoiced_amount - credited_amount as billed_amount,
        collected_amount,
        recognised_amount
    from int_lineage__threads
    union all by name
    select
        *,
        'contract' as stage_reached,
        0 as expected_amount,
        0 as billed_amount,
        0 as collected_amount,
        0 as recognised_amount
    from ahead
),

int_bridge__threads as (
    select
        threads.order_to_cash_id,
        -- A sale is its deal; where none is known its contract, else the lone record.
        case
            when threads.opportunity_id is not null
                then {{ joined_id(["'opportunity'", 'threads.opportunity_id']) }}
            when threads.contract_id is not null
                then {{ joined_id(["'contract'", 'threads.contract_id']) }}
            else threads.order_to_cash_id
        end as sale_id,
        threads.opportunity_id,
        threads.contract_id,
        threads.contract_line_id,
        threads.stage_reached,
        threads.currency,
        coalesce(contracted.contracted_amount, 0)::decimal(18, 4) as contracted_amount,
        coalesce(contracted.renewed_amount, 0)::decimal(18, 4) as renewed_amount,
        coalesce(contracted.metered_amount, 0)::decimal(18, 4) as metered_amount,
        threads.expected_amount::decimal(18, 4) as expected_amount,
        threads.billed_amount::decimal(18, 4) as billed_amount,
        coalesce(document_shares.tax_amount, 0)::decimal(18, 4) as tax_amount,
        coalesce(document_shares.open_amount, 0)::decimal(18, 4) as open_amount,
        coalesce(document_shares.note_used_amount, 0)::decimal(18, 4) as note_used_amount,
        coalesce(document_shares.credit_applied_amount, 0)::decimal(18, 4) as credit_applied_amount,
        threads.collected_amount::decimal(18, 4) as collected_amount,
        threads.recognised_amount::decimal(18, 4) as recognised_amount
    from threads
    left join int_bridge__contracted as contracted
        on threads.order_to_cash_id = contracted.order_to_cash_id
    left join int_bridge__shares as document_shares
        on
            threads.order_to_cash_id = document_shares.order_to_cash_id
            and threads.currency = document_shares.currency
)

select * from int_bridge__threads

with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where
        status != 'cured'
        and gap_class in (
            'deal_without_contract', 'contract_without_deal', 'quote_contract_mismatch',
            'opportunity_contract_mismatch'
        )
),

int_lineage__contracts as (
    select * from {{ ref('int_lineage__contracts') }}
),

placed as (
    select
        int_billing_gaps.gap_class,
        coalesce(
            {{ joined_id(["'opportunity'", 'contracts.opportunity_id']) }},
            {{ joined_id(["'opportunity'", 'int_billing_gaps.opportunity_id']) }},
            {{ joined_id(["'contract'", 'int_billing_gaps.contract_id']) }}
        ) as sale_id
    from int_billing_gaps
    left join int_lineage__contracts as contracts
        on int_billing_gaps.contract_id = contracts.contract_id
),

int_bridge__deal_reasons as (
    -- Why a deal and its contract differ: the first of these that is found.
    select
        sale_id,
        min_by(
            gap_class,
            list_position(
                [
                    'deal_without_contract', 'contract_without_deal', 'quote_contract_mismatch',
                    'opportunity_contract_mismatch'
                ],
                gap_class
            )
        ) as gap_class
    from placed
    where sale_id is not null
    group by sale_id
)

select * from int_bridge__deal_reasons

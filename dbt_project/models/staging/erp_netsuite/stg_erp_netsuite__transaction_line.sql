with source as (
    select * from {{ source('erp_netsuite', 'transaction_line') }}
),

stg_erp_netsuite__transaction_line as (
    select
        id as line_id,
        transaction as transaction_id,
        item as item_id,
        subsidiary as subsidiary_id,
        createdfrom as created_from_id,

        memo,

        quantity::decimal(18, 8) as quantity,
        -- Of a discount in percent, NetSuite writes the percentage with its sign.
        try_cast(rate as decimal(18, 8)) as unit_price,
        foreignamount::decimal(18, 4) as amount,

        coalesce(mainline, false) as is_main,
        coalesce(taxline, false) as is_tax,
        coalesce(iscogs, false) as is_cost,

        amortizstartdate as period_start,
        amortizationenddate as period_end,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_netsuite__transaction_line

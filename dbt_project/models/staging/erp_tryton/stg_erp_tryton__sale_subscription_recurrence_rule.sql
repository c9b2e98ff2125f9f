with source as (
    select * from {{ source('erp_tryton', 'sale_subscription_recurrence_rule') }}
),

stg_erp_tryton__sale_subscription_recurrence_rule as (
    select
        id as rule_id,
        rule_set as recurrence_id,

        freq as frequency,
        {{ tryton_recurrence_period() }} as recurrence_period,

        {{ tryton_is_plain_recurrence() }} as is_plain,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_tryton__sale_subscription_recurrence_rule

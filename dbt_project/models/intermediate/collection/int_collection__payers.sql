with int_collection__payers_by_key as (
    select * from {{ ref('int_collection__payers_by_key') }}
),

int_collection__payers_by_name as (
    select * from {{ ref('int_collection__payers_by_name') }}
),

int_collection__payers_in_text as (
    select * from {{ ref('int_collection__payers_in_text') }}
),

candidates as (
    select * from int_collection__payers_by_key
    union all
    select * from int_collection__payers_by_name
    union all
    select * from int_collection__payers_in_text
),

strongest as (
    select *
    from candidates
    qualify payer_rank = min(payer_rank) over (partition by bank_transaction_id)
),

int_collection__payers as (
    -- Two customers by the same evidence are nobody.
    select
        bank_transaction_id,
        case when count(distinct customer_id) = 1 then min(customer_id) end as payer_customer_id,
        min(payer_class) as payer_class,
        min(payer_evidence) as payer_evidence,
        count(distinct customer_id)::integer as customer_count
    from strongest
    group by bank_transaction_id
)

select * from int_collection__payers

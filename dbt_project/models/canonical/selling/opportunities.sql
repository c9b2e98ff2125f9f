with mapped as (
    {{ union_mapped('opportunities') }}
),

opportunities as (
    select
        opportunity_id,
        account_id,
        name,
        stage,
        is_won,
        amount,
        currency,
        close_date,
        owner,
        notes,
        source_record
    from mapped
)

select * from opportunities

with int_replay__singles as (
    select * from {{ ref('int_replay__singles') }}
),

int_replay__pairs as (
    select * from {{ ref('int_replay__pairs') }}
),

variants as (
    select * from int_replay__singles
    union all by name
    select * from int_replay__pairs
),

int_replay__variants as (
    select
        {{ joined_id(['contract_line_id', 'billing_period_start', 'mistake_number']) }}
        || coalesce('@' || second_mistake_number, '') as terms_variant,
        -- Of two mistakes, the variant of the first alone.
        case
            when second_mistake_number is not null
                then {{ joined_id(['contract_line_id', 'billing_period_start', 'mistake_number']) }}
        end as first_terms_variant,
        *
    from variants
)

select * from int_replay__variants

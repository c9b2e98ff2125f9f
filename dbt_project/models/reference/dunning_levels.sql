with dunning_days as (
    -- Days overdue from which each level is due; the day itself counts.
    select unnest({{ var('dunning_days') }})::integer as from_days
),

dunning_levels as (
    select
        row_number() over (order by from_days)::integer as dunning_level,
        from_days
    from dunning_days
)

select * from dunning_levels

with int_replay__metered as (
    {{ metered_rows(
        ref('int_replay__uplifted'),
        ref('int_replay__tier_charges')
    ) }}
)

select * from int_replay__metered

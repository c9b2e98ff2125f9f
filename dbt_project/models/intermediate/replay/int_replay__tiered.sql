with int_replay__tiered as (
    {{ tiered_rows(
        ref('int_replay__uplifted'),
        ref('int_replay__metered')
    ) }}
)

select * from int_replay__tiered

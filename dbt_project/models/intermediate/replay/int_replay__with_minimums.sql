with int_replay__with_minimums as (
    {{ minimum_rows(
        ref('int_replay__discounted'),
        ref('int_replay__segments'),
        ref('currencies')
    ) }}
)

select * from int_replay__with_minimums

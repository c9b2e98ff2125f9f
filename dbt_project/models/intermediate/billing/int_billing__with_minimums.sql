with int_billing__with_minimums as (
    {{ minimum_rows(
        ref('int_billing__discounted'),
        ref('int_terms__segments'),
        ref('currencies')
    ) }}
)

select * from int_billing__with_minimums

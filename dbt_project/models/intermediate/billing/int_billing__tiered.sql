with int_billing__tiered as (
    {{ tiered_rows(
        ref('int_billing__uplifted'),
        ref('int_billing__metered')
    ) }}
)

select * from int_billing__tiered

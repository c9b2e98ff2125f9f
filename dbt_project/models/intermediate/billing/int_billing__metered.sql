with int_billing__metered as (
    {{ metered_rows(
        ref('int_billing__uplifted'),
        ref('int_billing__tier_charges')
    ) }}
)

select * from int_billing__metered

with int_billing__uplifted as (
    {{ uplifted_rows(
        ref('int_billing__priced'),
        ref('int_billing__raised')
    ) }}
)

select * from int_billing__uplifted

with int_billing__taxed as (
    {{ taxed_rows(ref('int_billing__converted'), ref('currencies'), ref('run_settings')) }}
)

select * from int_billing__taxed

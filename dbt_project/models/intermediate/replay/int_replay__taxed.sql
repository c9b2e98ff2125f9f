with int_replay__taxed as (
    {{ taxed_rows(ref('int_replay__converted'), ref('currencies'), ref('run_settings')) }}
)

select * from int_replay__taxed

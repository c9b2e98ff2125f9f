with payment_tolerance_settings as (
    {{ payment_tolerance_settings() }}
)

select * from payment_tolerance_settings

with int_billing__computed as (
    select * from {{ ref('int_billing__computed') }}
),

int_billing__lines as (
    select contract_line_id from {{ ref('int_billing__lines') }}
    where unpriced_reason is null
),

int_billing_schedule as (
    select int_billing__computed.*
    from int_billing__computed
    inner join int_billing__lines
        on int_billing__computed.contract_line_id = int_billing__lines.contract_line_id
)

select * from int_billing_schedule

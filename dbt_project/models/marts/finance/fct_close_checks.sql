with int_close_checks as (
    select * from {{ ref('int_close_checks') }}
),

fct_close_checks as (
    select
        close_check_id,
        legal_entity_id,

        check_name,
        check_number,
        check_status,
        failed_ids,

        checked_count,
        failed_count,

        failed_amount,
        currency,

        closing_month,
        loaded_to_date
    from int_close_checks
)

select * from fct_close_checks

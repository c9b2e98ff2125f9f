with int_bank_line_statuses as (
    select * from {{ ref('int_bank_line_statuses') }}
),

int_closing__bank_lines as (
    select
        date_trunc('month', booked_on)::date as closing_month,
        'bank_lines_classified' as check_name,
        legal_entity_id,
        currency,
        bank_transaction_id as item_id,
        match_status in ('unmatched', 'review') as is_failed,
        unapplied_amount as failed_amount,
        null::date as loaded_to_date
    from int_bank_line_statuses
)

select * from int_closing__bank_lines

with mapped as (
    {{ union_mapped('bank_line_assignments') }}
),

bank_line_assignments as (
    select
        bank_line_assignment_id,
        bank_transaction_id,
        invoice_id,
        assignment_kind,
        amount,
        source_record
    from mapped
)

select * from bank_line_assignments

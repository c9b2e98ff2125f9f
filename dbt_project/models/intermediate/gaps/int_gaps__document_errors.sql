with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where invoice_id is not null and root_gap_id is null
),

gap_classes as (
    select
        gap_class,
        gap_group,
        impact
    from {{ ref('gap_classes') }}
),

int_gaps__document_errors as (
    -- An error of billing is one of what the document says, cured since or not; what a customer or
    -- a bank did with it, a date alone, and data that could not be judged are none.
    select distinct int_billing_gaps.invoice_id
    from int_billing_gaps
    inner join gap_classes on int_billing_gaps.gap_class = gap_classes.gap_class
    where
        gap_classes.gap_group in ('completeness', 'amount', 'form', 'credit', 'tax_register')
        and gap_classes.impact != 'timing'
)

select * from int_gaps__document_errors

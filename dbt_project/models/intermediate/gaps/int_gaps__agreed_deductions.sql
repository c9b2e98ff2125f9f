with int_gaps__part_paid_documents as (
    select * from {{ ref('int_gaps__part_paid_documents') }}
),

int_collection__allowed_differences as (
    select * from {{ ref('int_collection__allowed_differences') }}
),

int_gaps__agreed_deductions as (
    -- DOMAIN 3: a bank's fee, a withholding, a discount for paying early are no short payment.
    select
        documents.invoice_id,
        count(*) filter (where differences.difference_kind = 'fee') > 0 as is_fee,
        count(*) filter (where differences.difference_kind = 'withholding') > 0 as is_withheld,
        count(*) filter (where differences.difference_kind = 'early_payment_discount') > 0
            as is_discounted
    from int_gaps__part_paid_documents as documents
    left join int_collection__allowed_differences as differences
        on
            documents.invoice_id = differences.invoice_id
            and documents.short_amount between differences.least_amount and differences.most_amount
            and (differences.last_on is null or documents.last_paid_on <= differences.last_on)
    group by documents.invoice_id
)

select * from int_gaps__agreed_deductions

with int_gaps__part_paid_documents as (
    select * from {{ ref('int_gaps__part_paid_documents') }}
),

contracts as (
    select
        contract_id,
        withholding_rate,
        early_payment_discount_percent,
        early_payment_discount_days
    from {{ ref('contracts') }}
),

int_gaps__agreed_deductions as (
    -- DOMAIN 3: a bank's fee, a withholding, a discount for paying early are no short payment.
    select
        documents.invoice_id,
        documents.short_amount <= documents.fee_amount as is_fee,
        coalesce(
            least(
                abs(documents.short_amount - {{ share_of_amount(
                    'documents.net_amount', 'contracts.withholding_rate', 'documents.minor_units'
                ) }}),
                abs(documents.short_amount - {{ share_of_amount(
                    'documents.total_amount', 'contracts.withholding_rate', 'documents.minor_units'
                ) }})
            ) <= documents.tolerance_amount,
            false
        ) as is_withheld,
        coalesce(
            documents.last_paid_on <= documents.issue_date + contracts.early_payment_discount_days
            and least(
                abs(documents.short_amount - {{ share_of_amount(
                    'documents.net_amount', 'contracts.early_payment_discount_percent * 0.01',
                    'documents.minor_units'
                ) }}),
                abs(documents.short_amount - {{ share_of_amount(
                    'documents.total_amount', 'contracts.early_payment_discount_percent * 0.01',
                    'documents.minor_units'
                ) }})
            ) <= documents.tolerance_amount,
            false
        ) as is_discounted
    from int_gaps__part_paid_documents as documents
    left join contracts on documents.contract_id = contracts.contract_id
)

select * from int_gaps__agreed_deductions

with applied_lines as (
    select * from {{ ref('int_collection__applied_lines') }}
),

{{ lines_left('applied_lines', 'by_erp_application') }},

judged as (
    select
        *,
        case
            when bool_or(is_payer_contradicting) over lines then 'payer_disagrees'
            when candidate_count > 1 then 'erp_payments_tie'
            when not is_postable or bool_or(is_beyond_total) over lines
                then 'erp_application_unsound'
        end as review_reason
    from left_of_applied_lines
    window lines as (partition by bank_transaction_id)
),

int_collection__by_erp_application as (
    select
        bank_transaction_id,
        invoice_id,
        'erp_application' as match_rule,
        review_reason,
        null::varchar as difference_kind,
        booked_on,
        applied_amount as bank_amount,
        currency,
        applied_amount as matched_amount,
        invoice_currency,
        case when is_reference_shared then 1 else 0.97 end::decimal(3, 2) as confidence,
        candidate_count,
        review_reason is null as is_posted,
        json_object(
            'payment', payment_id,
            'payment_reference', payment_reference,
            'paid_on', paid_on,
            'told_by', case when is_reference_shared then 'reference' else 'payer' end
        )::varchar as evidence
    from judged
    qualify
        row_number() over (partition by bank_transaction_id, invoice_id order by payment_id) = 1
)

select * from int_collection__by_erp_application

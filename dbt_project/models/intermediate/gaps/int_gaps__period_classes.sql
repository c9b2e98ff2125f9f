with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
),

int_gaps__duplicates as (
    select * from {{ ref('int_gaps__duplicates') }}
),

int_gaps__credited_at_zero as (
    select * from {{ ref('int_gaps__credited_at_zero') }}
),

classified as (
    -- CANONICAL 3: one completeness or amount gap per contract line and billing period; the order
    -- is the precedence. A document in another currency is its own finding, not an amount.
    select
        int_gaps__measured.*,
        int_gaps__duplicates.left_out_invoice_ids,
        int_gaps__duplicates.left_out_invoice_id,
        case
            when unjudged_reason is not null then null
            -- CANONICAL 2, currency: without a document at whose rate they are held, rows that
            -- cancel out in the contract's currency leave nothing to bill.
            when
                fx_rule = 'issue_date'
                and document_count = 0
                and abs(net_amount)
                <= tolerance_minor_units * {{ one_minor_unit('contract_minor_units') }}
                then null
            when expected_amount > tolerance_amount and positive_document_count = 0
                then
                    case
                        when as_of_date <= bill_on + grace_days then null
                        when charge_kind = 'milestone' then 'milestone_not_billed'
                        when charge_kind = 'usage' then 'usage_not_billed'
                        when is_renewal then 'renewal_not_billed'
                        else 'not_billed'
                    end
            -- A rebate that later rows outweigh is not due before them.
            when document_count = 0 and as_of_date <= bill_on + grace_days then null
            when is_other_currency then null
            when expected_amount = 0 and int_gaps__credited_at_zero.contract_line_id is not null
                then 'credited_not_rebilled'
            when abs(gap_amount) <= tolerance_amount then null
            when
                expected_amount > tolerance_amount
                and credited_amount < 0
                and abs(billed_amount) <= tolerance_amount
                then 'credited_not_rebilled'
            when as_of_date <= correction_due_on + grace_days then null
            when int_gaps__duplicates.left_out_invoice_ids is not null then 'duplicate_billing'
            when gap_amount < 0 then 'under_billed'
            else 'over_billed'
        end as gap_class
    from int_gaps__measured
    left join int_gaps__duplicates
        on
            int_gaps__measured.contract_line_id = int_gaps__duplicates.contract_line_id
            and int_gaps__measured.billing_period_start
            = int_gaps__duplicates.billing_period_start
    left join int_gaps__credited_at_zero
        on
            int_gaps__measured.contract_line_id = int_gaps__credited_at_zero.contract_line_id
            and int_gaps__measured.billing_period_start
            = int_gaps__credited_at_zero.billing_period_start
),

int_gaps__period_classes as (
    select * from classified
)

select * from int_gaps__period_classes

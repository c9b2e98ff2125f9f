with int_gaps__measured as (
    select * from {{ ref('int_gaps__measured') }}
    where
        unjudged_reason is null
        and not is_other_currency
        and gap_amount > tolerance_amount
        and positive_document_count between 2 and 12
),

int_invoicing__billed_documents as (
    select * from {{ ref('int_invoicing__billed_documents') }}
    where billed_amount > 0 and period_rule not in ('after_end', 'before_start')
),

weighed as (
    -- What a document adds to the gap: at the first document's rate where the rule is issue_date.
    select
        int_gaps__measured.contract_line_id,
        int_gaps__measured.billing_period_start,
        int_gaps__measured.gap_amount,
        int_gaps__measured.tolerance_amount,
        int_gaps__measured.positive_document_count as document_count,
        int_invoicing__billed_documents.invoice_id,
        case
            when int_gaps__measured.is_held_at_issue_rate
                then
                    {{ divided_by_rate(
                        'int_invoicing__billed_documents.billed_amount', 'int_invoicing__billed_documents.issue_rate', 8
                    ) }}::decimal(20, 8)
                    * int_gaps__measured.first_issue_rate::decimal(22, 12)
            else int_invoicing__billed_documents.billed_amount
        end::decimal(38, 8) as weight,
        row_number() over (
            partition by
                int_gaps__measured.contract_line_id, int_gaps__measured.billing_period_start
            order by int_invoicing__billed_documents.document_number
        ) - 1 as place
    from int_gaps__measured
    inner join int_invoicing__billed_documents
        on
            int_gaps__measured.contract_line_id = int_invoicing__billed_documents.contract_line_id
            and int_gaps__measured.billing_period_start
            = int_invoicing__billed_documents.billing_period_start
),

subsets as (
    -- Every way to leave out some of the documents, but not all: one bit a document.
    select
        *,
        unnest(range(1, (1 << document_count::integer) - 1)) as subset
    from weighed
),

sums as (
    select
        contract_line_id,
        billing_period_start,
        subset,
        any_value(gap_amount) as gap_amount,
        any_value(tolerance_amount) as tolerance_amount,
        count(*) as left_out_count,
        sum(weight) as left_out_amount,
        string_agg(invoice_id, ', ' order by place) as left_out_invoice_ids,
        case when count(*) = 1 then any_value(invoice_id) end as left_out_invoice_id
    from subsets
    where (subset >> place::integer) & 1 = 1
    group by contract_line_id, billing_period_start, subset
),

int_gaps__duplicates as (
    -- The fewest documents that explain the excess; of equal sets the latest documents.
    select
        contract_line_id,
        billing_period_start,
        left_out_invoice_ids,
        left_out_invoice_id
    from sums
    where abs(left_out_amount - gap_amount) <= tolerance_amount
    qualify
        row_number() over (
            partition by contract_line_id, billing_period_start
            order by left_out_count asc, subset desc
        ) = 1
)

select * from int_gaps__duplicates

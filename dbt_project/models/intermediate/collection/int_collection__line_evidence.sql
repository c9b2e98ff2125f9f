with int_collection__lines as (
    select
        bank_transaction_id,
        booked_on,
        currency
    from {{ ref('int_collection__lines') }}
),

int_collection__quotes as (
    select
        bank_transaction_id,
        invoice_id,
        is_sure
    from {{ ref('int_collection__quotes') }}
    where is_firm
),

int_collection__documents as (
    select
        invoice_id,
        customer_id,
        issue_date,
        currency
    from {{ ref('int_collection__documents') }}
),

invoices as (
    select
        invoice_id,
        customer_id
    from {{ ref('invoices') }}
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
),

posted as (
    select
        matches.bank_transaction_id,
        sum(matches.bank_amount) as matched_amount,
        bool_or(matches.match_rule in ('erp_assignment', 'erp_application')) as is_erp_applied,
        case when count(distinct documents.customer_id) = 1 then min(documents.customer_id) end
            as customer_id
    from int_bank_matches as matches
    inner join invoices as documents on matches.invoice_id = documents.invoice_id
    where matches.is_posted
    group by matches.bank_transaction_id
),

in_review as (
    -- The reason of the surest pass that left the line.
    select
        bank_transaction_id,
        arg_max(review_reason, {{ joined_id(['confidence', 'match_rule']) }}) as review_reason
    from int_bank_matches
    where not is_posted
    group by bank_transaction_id
),

quoted as (
    select
        quotes.bank_transaction_id,
        case
            when count(distinct documents.customer_id) filter (where quotes.is_sure) = 1
                then min(documents.customer_id) filter (where quotes.is_sure)
        end as customer_id,
        bool_or(documents.issue_date <= bank_lines.booked_on) as is_issued,
        bool_or(documents.currency = bank_lines.currency) as is_same_currency
    from int_collection__quotes as quotes
    inner join int_collection__documents as documents on quotes.invoice_id = documents.invoice_id
    inner join int_collection__lines as bank_lines
        on quotes.bank_transaction_id = bank_lines.bank_transaction_id
    group by quotes.bank_transaction_id
),

int_collection__line_evidence as (
    select
        bank_lines.bank_transaction_id,
        posted.customer_id as posted_customer_id,
        quoted.customer_id as quoted_customer_id,
        in_review.review_reason,
        posted.matched_amount,
        coalesce(posted.is_erp_applied, false) as is_erp_applied,
        coalesce(quoted.is_issued, true) as is_quote_issued,
        coalesce(quoted.is_same_currency, true) as is_quote_same_currency
    from int_collection__lines as bank_lines
    left join posted on bank_lines.bank_transaction_id = posted.bank_transaction_id
    left join in_review on bank_lines.bank_transaction_id = in_review.bank_transaction_id
    left join quoted on bank_lines.bank_transaction_id = quoted.bank_transaction_id
)

select * from int_collection__line_evidence

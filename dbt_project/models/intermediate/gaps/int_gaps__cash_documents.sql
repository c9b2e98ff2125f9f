with int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
    where document_type != 'credit_note' and total_amount > 0
),

int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
),

int_collection__lines as (
    select
        bank_transaction_id,
        line_text
    from {{ ref('int_collection__lines') }}
),

int_collection__applications as (
    select
        invoice_id,
        max(paid_on) as paid_on
    from {{ ref('int_collection__applications') }}
    group by invoice_id
),

int_collection__tolerances as (
    select * from {{ ref('int_collection__tolerances') }}
),

receipt_patterns as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from {{ ref('receipt_patterns') }}
    where receipt_kind in ('factor', 'processor')
),

currencies as (
    select * from {{ ref('currencies') }}
),

matched as (
    -- A line that names a document for another amount is paid to it, posted or not; what else
    -- waits for a person may be.
    select
        matches.invoice_id,
        coalesce(
            sum(matches.matched_amount) filter (
                where
                not matches.is_posted and matches.review_reason = 'quoted_amount_differs'
            ), 0
        ) as named_amount,
        coalesce(sum(matches.matched_amount) filter (where not matches.is_posted), 0)
            as possible_amount,
        -- Nothing but that no other document was open says that it was paid.
        sum(matches.matched_amount) filter (where matches.match_rule = 'payer_only_document')
            as unproved_amount,
        min(matches.confidence) as confidence,
        bool_or(not matches.is_posted and matches.candidate_count > 1) as is_one_of_several,
        coalesce(bool_or(regexp_matches(bank_lines.line_text, receipt_patterns.pattern)), false)
            as is_paid_net,
        max(matches.booked_on) as booked_on,
        string_agg(
            matches.bank_transaction_id, ', '
            order by matches.booked_on, matches.bank_transaction_id
        ) as bank_transaction_ids
    from int_bank_matches as matches
    inner join int_collection__lines as bank_lines
        on matches.bank_transaction_id = bank_lines.bank_transaction_id
    cross join receipt_patterns
    group by matches.invoice_id
),

int_gaps__cash_documents as (
    select
        balances.*,
        (balances.total_amount - balances.credited_amount)::decimal(18, 4) as owed_amount,
        -- The ERP may have applied the very line that is left to a person.
        (
            greatest(
                balances.paid_amount,
                balances.bank_paid_amount + coalesce(matched.named_amount, 0)
            ) - coalesce(matched.unproved_amount, 0)
        )::decimal(18, 4) as received_amount,
        greatest(
            balances.paid_amount,
            balances.bank_paid_amount + coalesce(matched.possible_amount, 0)
        )::decimal(18, 4) as possible_amount,
        case
            when matched.is_one_of_several then 'review'
            when
                balances.erp_paid_amount
                >= greatest(
                    balances.paid_amount,
                    balances.bank_paid_amount + coalesce(matched.named_amount, 0)
                )
                then 'proved'
            when matched.named_amount > 0 or matched.confidence < 0.95 then 'probable'
            else 'proved'
        end as certainty,
        coalesce(matched.is_paid_net, false) as is_paid_net,
        {{ payment_tolerance('balances.total_amount', 'tolerances') }} as tolerance_amount,
        tolerances.fee_amount,
        currencies.minor_units,
        greatest(applications.paid_on, matched.booked_on) as last_paid_on,
        matched.bank_transaction_ids
    from int_invoice_balances as balances
    inner join currencies on balances.currency = currencies.currency
    left join matched on balances.invoice_id = matched.invoice_id
    left join int_collection__applications as applications
        on balances.invoice_id = applications.invoice_id
    inner join int_collection__tolerances as tolerances
        on
            balances.legal_entity_id = tolerances.legal_entity_id
            and balances.currency = tolerances.currency
)

select * from int_gaps__cash_documents

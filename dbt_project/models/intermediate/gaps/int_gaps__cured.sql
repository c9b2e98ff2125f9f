with int_gaps__vanished as (
    select * from {{ ref('int_gaps__vanished') }}
),

int_gaps__curing_documents as (
    select * from {{ ref('int_gaps__curing_documents') }}
),

int_gaps__findings as (
    select
        contract_line_id,
        billing_period_start,
        billing_period_end,
        currency,
        gap_amount
    from {{ ref('int_gaps__findings') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

remaining as (
    -- The same money under another name: what was not billed may be under-billed now.
    select
        vanished.gap_id,
        sum(abs(findings.gap_amount)) as remaining_amount
    from int_gaps__vanished as vanished
    inner join int_gaps__findings as findings
        on
            vanished.contract_line_id = findings.contract_line_id
            and vanished.currency = findings.currency
            and vanished.billing_period_start <= findings.billing_period_end
            and vanished.billing_period_end >= findings.billing_period_start
            and sign(vanished.gap_amount) = sign(findings.gap_amount)
    where vanished.gap_amount != 0
    group by vanished.gap_id
),

repaired as (
    select
        vanished.*,
        documents.cured_by,
        documents.documents_text,
        documents.cured_on,
        abs(vanished.gap_amount) - coalesce(remaining.remaining_amount, 0) as repaired_amount
    from int_gaps__vanished as vanished
    left join int_gaps__curing_documents as documents on vanished.gap_id = documents.gap_id
    left join remaining on vanished.gap_id = remaining.gap_id
),

cured as (
    -- Money that is all still there only bears another name, and nothing was repaired.
    select
        *,
        case
            when cured_by is not null and root_gap_id is null and gap_amount != 0
                then repaired_amount::decimal(18, 4)
        end as recovered_amount
    from repaired
    where coalesce(gap_amount, 0) = 0 or repaired_amount > 0
),

int_gaps__cured as (
    select
        cured.* exclude (documents_text, repaired_amount),
        case
            when cured.recovered_amount is not null then 'cured_money'
            when cured.cured_by is not null then 'cured_by_document'
            else 'cured'
        end as message_code,
        cured.documents_text as detail,
        cured.last_seen_on::varchar as expected_value,
        {{ amount_text('cured.recovered_amount', 'currencies.minor_units') }} as actual_value
    from cured
    left join currencies on cured.currency = currencies.currency
)

select * from int_gaps__cured

with int_gaps__standing as (
    select * from {{ ref('int_gaps__standing') }}
),

int_gaps__arithmetic as (
    select * from {{ ref('int_gaps__arithmetic') }}
),

int_gaps__source_rows as (
    select * from {{ ref('int_gaps__source_rows') }}
),

int_terms__lines as (
    select
        contract_line_id,
        life_start,
        life_until
    from {{ ref('int_terms__lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

gap_classes as (
    select * from {{ ref('gap_classes') }}
),

messages as (
    select * from {{ ref('messages') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

int_gaps__worded as (
    select
        gaps.*,
        gap_classes.gap_group,
        gap_classes.severity,
        gap_classes.name_en as class_name_en,
        gap_classes.name_es as class_name_es,
        case
            -- A wrong tax goes the way its amount goes.
            when gaps.gap_class = 'wrong_tax' and gaps.gap_amount > 0 then 'over_billed'
            when gaps.gap_class = 'wrong_tax' then 'under_billed'
            else gap_classes.impact
        end as impact,
        contracts.opportunity_id as contract_opportunity_id,
        contracts.quote_id as contract_quote_id,
        contracts.payer_customer_id,
        contracts.legal_entity_id as contract_legal_entity_id,
        int_terms__lines.life_start,
        int_terms__lines.life_until - 1 as life_end,
        int_gaps__arithmetic.arithmetic,
        int_gaps__arithmetic.arithmetic_es,
        int_gaps__source_rows.source_records,
        int_gaps__source_rows.invoice_numbers,
        {{ amount_text('gaps.expected_amount', 'currencies.minor_units') }} as expected_text,
        {{ amount_text('gaps.actual_amount', 'currencies.minor_units') }} as actual_text,
        {{ amount_text('abs(gaps.gap_amount)', 'currencies.minor_units') }} as gap_text,
        class_messages.en as message_en,
        class_messages.es as message_es,
        concat_ws(
            ' ',
            replace(cause_messages.en, '{detail}', coalesce(gaps.detail, '')),
            replace(second_messages.en, '{detail}', coalesce(gaps.second_detail, ''))
        ) as cause_en,
        concat_ws(
            ' ',
            replace(cause_messages.es, '{detail}', coalesce(gaps.detail, '')),
            replace(second_messages.es, '{detail}', coalesce(gaps.second_detail, ''))
        ) as cause_es
    from int_gaps__standing as gaps
    inner join gap_classes on gaps.gap_class = gap_classes.gap_class
    left join contracts on gaps.contract_id = contracts.contract_id
    left join int_terms__lines on gaps.contract_line_id = int_terms__lines.contract_line_id
    left join int_gaps__arithmetic
        on
            gaps.contract_line_id = int_gaps__arithmetic.contract_line_id
            and gaps.billing_period_start = int_gaps__arithmetic.billing_period_start
    left join int_gaps__source_rows on gaps.gap_id = int_gaps__source_rows.gap_id
    left join currencies on gaps.currency = currencies.currency
    left join messages as class_messages
        on class_messages.code = 'gap_' || gaps.message_code
    left join messages as cause_messages
        on cause_messages.code = 'cause_' || gaps.gap_cause
    left join messages as second_messages
        on second_messages.code = 'cause_' || gaps.second_gap_cause
)

select * from int_gaps__worded

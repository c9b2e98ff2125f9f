with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
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

gap_decisions as (
    select * from {{ ref('gap_decisions') }}
),

gap_observations as (
    select * from {{ ref('gap_observations') }}
),

messages as (
    select * from {{ ref('messages') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

seen as (
    select
        gap_id,
        min(as_of_date) as first_seen_on
    from gap_observations
    group by gap_id
),

decided as (
    select gap_decisions.*
    from gap_decisions
    inner join run_settings
        on coalesce(gap_decisions.expires_on, {{ never() }}) >= run_settings.as_of_date
),

reported as (
    select
        int_gaps__findings.*,
        run_settings.reporting_currency,
        run_settings.as_of_date
    from int_gaps__findings
    cross join run_settings
),

{{ rates_of('reported', 'currency', 'reporting_currency', 'as_of_date', ref('exchange_rates')) }},

worded as (
    select
        reported.*,
        gap_classes.gap_group,
        gap_classes.severity,
        case
            -- A wrong tax goes the way its amount goes.
            when reported.gap_class = 'wrong_tax' and reported.gap_amount > 0 then 'over_billed'
            when reported.gap_class = 'wrong_tax' then 'under_billed'
            else gap_classes.impact
        end as impact,
        contracts.opportunity_id as contract_opportunity_id,
        contracts.quote_id,
        contracts.payer_customer_id,
        contracts.legal_entity_id as contract_legal_entity_id,
        int_terms__lines.life_start,
        int_terms__lines.life_until - 1 as life_end,
        int_gaps__arithmetic.arithmetic,
        int_gaps__arithmetic.arithmetic_es,
        int_gaps__source_rows.source_records,
        int_gaps__source_rows.invoice_numbers,
        {{ amount_text('reported.expected_amount', 'currencies.minor_units') }} as expected_text,
        {{ amount_text('reported.actual_amount', 'currencies.minor_units') }} as actual_text,
        {{ amount_text('abs(reported.gap_amount)', 'currencies.minor_units') }} as gap_text,
        class_messages.en as message_en,
        class_messages.es as message_es,
        replace(coalesce(cause_messages.en, ''), '{detail}', coalesce(reported.detail, ''))
            as cause_en,
        replace(coalesce(cause_messages.es, ''), '{detail}', coalesce(reported.detail, ''))
            as cause_es,
        case
            when reported.currency = reported.reporting_currency then reported.gap_amount
            else {{ round_amount(
                times_rate('reported.gap_amount', 'rates_of_reported.exchange_rate'),
                'reporting_units.minor_units'
            ) }}
        end as reporting_gap_amount,
        coalesce(seen.first_seen_on, reported.as_of_date) as first_seen_on,
        coalesce(decided.decision, 'open') as status,
        decided.owner
    from reported
    inner join gap_classes on reported.gap_class = gap_classes.gap_class
    left join contracts on reported.contract_id = contracts.contract_id
    left join int_terms__lines on reported.contract_line_id = int_terms__lines.contract_line_id
    left join int_gaps__arithmetic
        on
            reported.contract_line_id = int_gaps__arithmetic.contract_line_id
            and reported.billing_period_start = int_gaps__arithmetic.billing_period_start
    left join int_gaps__source_rows on reported.gap_id = int_gaps__source_rows.gap_id
    left join currencies on reported.currency = currencies.currency
    left join currencies as reporting_units
        on reported.reporting_currency = reporting_units.currency
    left join rates_of_reported
        on
            reported.currency = rates_of_reported.from_currency
            and reported.reporting_currency = rates_of_reported.to_currency
            and reported.as_of_date = rates_of_reported.wanted_on
    left join messages as class_messages
        on class_messages.code = 'gap_' || reported.gap_class
    left join messages as cause_messages
        on cause_messages.code = 'cause_' || reported.gap_cause
    left join seen on reported.gap_id = seen.gap_id
    left join decided on reported.gap_id = decided.gap_id
),

int_billing_gaps as (
    select
        gap_id,
        gap_class,
        gap_cause,
        gap_group,
        certainty,
        impact,
        severity,
        contract_id,
        contract_line_id,
        invoice_id,
        invoice_line_id,
        coalesce(opportunity_id, contract_opportunity_id) as opportunity_id,
        quote_id,
        coalesce(customer_id, payer_customer_id) as customer_id,
        coalesce(legal_entity_id, contract_legal_entity_id) as legal_entity_id,
        expected_amount,
        actual_amount,
        gap_amount,
        currency,
        reporting_gap_amount,
        {{ gap_explanation('en') }} as explanation,
        {{ gap_explanation('es') }} as explanation_es,
        json_object(
            'rule', gap_class,
            'cause', gap_cause,
            'inputs', json_object(
                'contract_line_id', contract_line_id,
                'billing_period_start', billing_period_start,
                'billing_period_end', billing_period_end,
                'bill_on', bill_on,
                'invoices', invoice_ids,
                'expected', expected_text,
                'actual', actual_text,
                'currency', currency,
                'detail', detail
            ),
            'arithmetic', arithmetic,
            'causes_tried', tried_causes,
            'causes_that_reproduce', reproducing_causes,
            'replayed_amount', replayed_amount::varchar,
            'source_rows', source_records
        )::varchar as evidence,
        status,
        owner,
        billing_period_start,
        billing_period_end,
        first_seen_on
    from worded
)

select * from int_billing_gaps

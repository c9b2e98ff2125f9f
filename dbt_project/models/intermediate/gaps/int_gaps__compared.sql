with int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
),

int_invoicing__billed_periods as (
    select * from {{ ref('int_invoicing__billed_periods') }}
),

int_gaps__ambiguous_periods as (
    select * from {{ ref('int_gaps__ambiguous_periods') }}
),

int_gaps__corrections as (
    select * from {{ ref('int_gaps__corrections') }}
),

int_terms__lines as (
    select
        contract_line_id,
        legal_entity_id
    from {{ ref('int_terms__lines') }}
),

source_windows as (
    select * from {{ ref('source_windows') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select * from {{ ref('run_settings') }}
),

int_gaps__compared as (
    -- CANONICAL 3: a whole billing period is held against its documents once it is due or billed.
    select
        int_billing__due_periods.*,
        int_terms__lines.legal_entity_id,
        coalesce(int_invoicing__billed_periods.billed_amount, 0) as billed_amount,
        coalesce(int_invoicing__billed_periods.credited_amount, 0) as credited_amount,
        coalesce(int_invoicing__billed_periods.billed_contract_amount, 0) as billed_contract_amount,
        int_invoicing__billed_periods.billed_contract_amount is null
        and int_invoicing__billed_periods.document_count > 0 as is_issue_rate_missing,
        coalesce(int_invoicing__billed_periods.document_count, 0) as document_count,
        coalesce(int_invoicing__billed_periods.positive_document_count, 0)
            as positive_document_count,
        coalesce(int_invoicing__billed_periods.is_other_currency, false) as is_other_currency,
        coalesce(int_invoicing__billed_periods.confidence, 1) as confidence,
        int_invoicing__billed_periods.first_billed_on,
        int_invoicing__billed_periods.first_invoice_id,
        int_invoicing__billed_periods.first_issue_rate,
        int_invoicing__billed_periods.single_invoice_id,
        int_invoicing__billed_periods.invoice_ids,
        int_gaps__corrections.correction_due_on,
        int_gaps__ambiguous_periods.contract_line_id is not null
        and int_invoicing__billed_periods.document_count is null as is_ambiguous,
        int_billing__due_periods.fx_rule = 'issue_date'
        and int_billing__due_periods.currency != int_billing__due_periods.invoice_currency
        and (
            int_invoicing__billed_periods.positive_document_count > 0
            -- A rebate is given back by a credit note, at the rate of its day.
            or (
                int_invoicing__billed_periods.document_count > 0
                and int_billing__due_periods.invoice_net_amount < 0
            )
        ) as is_held_at_issue_rate,
        source_windows.invoices_from,
        invoice_units.minor_units as invoice_minor_units,
        contract_units.minor_units as contract_minor_units,
        run_settings.tolerance_minor_units,
        run_settings.grace_days,
        run_settings.as_of_date
    from int_billing__due_periods
    inner join int_terms__lines
        on int_billing__due_periods.contract_line_id = int_terms__lines.contract_line_id
    left join int_invoicing__billed_periods
        on
            int_billing__due_periods.contract_line_id
            = int_invoicing__billed_periods.contract_line_id
            and int_billing__due_periods.billing_period_start
            = int_invoicing__billed_periods.billing_period_start
    left join int_gaps__corrections
        on
            int_billing__due_periods.contract_line_id = int_gaps__corrections.contract_line_id
            and int_billing__due_periods.billing_period_start
            = int_gaps__corrections.billing_period_start
    left join int_gaps__ambiguous_periods
        on
            int_billing__due_periods.contract_line_id
            = int_gaps__ambiguous_periods.contract_line_id
            and int_billing__due_periods.billing_period_start
            = int_gaps__ambiguous_periods.billing_period_start
    left join source_windows
        on int_terms__lines.legal_entity_id = source_windows.legal_entity_id
    inner join currencies as invoice_units
        on int_billing__due_periods.invoice_currency = invoice_units.currency
    inner join currencies as contract_units
        on int_billing__due_periods.currency = contract_units.currency
    cross join run_settings
    where int_billing__due_periods.is_due or int_invoicing__billed_periods.document_count > 0
)

select * from int_gaps__compared

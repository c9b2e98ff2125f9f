with int_invoicing__live_documents as (
    select * from {{ ref('int_invoicing__live_documents') }}
),

int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

invoice_lines as (
    select
        invoice_line_id,
        tax_rate
    from {{ ref('invoice_lines') }}
),

int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
    where not is_tie
),

int_terms__lines as (
    select
        contract_line_id,
        contract_id,
        legal_entity_id,
        tax_rate
    from {{ ref('int_terms__lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select tolerance_minor_units from {{ ref('run_settings') }}
),

charged as (
    -- What a line was charged: its own rate on its net; where the document has one line, or its
    -- lines state no rate, the document's tax, shared by net amount.
    select
        int_invoicing__live_documents.invoice_id,
        int_invoicing__live_documents.customer_id,
        int_invoicing__live_documents.legal_entity_id,
        int_invoicing__live_documents.currency,
        int_invoicing__live_documents.tax_amount as document_tax_amount,
        int_invoicing__lines.invoice_line_id,
        int_invoicing__lines.net_amount,
        invoice_lines.tax_rate as printed_rate,
        int_terms__lines.contract_id,
        int_terms__lines.contract_line_id,
        int_terms__lines.tax_rate as contract_rate,
        int_invoicing__links.confidence,
        currencies.minor_units,
        run_settings.tolerance_minor_units,
        count(*) over document_lines as line_count,
        sum(int_invoicing__lines.net_amount) over document_lines as lines_net_amount,
        bool_and(coalesce(invoice_lines.tax_rate is not null, false)) over document_lines
            as is_every_rate_printed
    from int_invoicing__live_documents
    inner join int_invoicing__lines
        on int_invoicing__live_documents.invoice_id = int_invoicing__lines.invoice_id
    inner join invoice_lines
        on int_invoicing__lines.invoice_line_id = invoice_lines.invoice_line_id
    left join int_invoicing__links
        on int_invoicing__lines.invoice_line_id = int_invoicing__links.invoice_line_id
    left join int_terms__lines
        on
            int_invoicing__links.contract_line_id = int_terms__lines.contract_line_id
            and int_invoicing__live_documents.legal_entity_id = int_terms__lines.legal_entity_id
    inner join currencies on int_invoicing__live_documents.currency = currencies.currency
    cross join run_settings
    window document_lines as (partition by int_invoicing__live_documents.invoice_id)
),

computed as (
    select
        *,
        case
            when line_count = 1 then document_tax_amount
            when is_every_rate_printed then {{ round_amount(
                times_rate('net_amount', 'printed_rate'), 'minor_units'
            ) }}
            when lines_net_amount != 0 then {{ fraction_to_amount(
                whole('document_tax_amount', 4) ~ ' * ' ~ whole('net_amount', 4)
                ~ ' * sign(lines_net_amount)::hugeint',
                '10000 * abs(' ~ whole('lines_net_amount', 4) ~ ')',
                'minor_units'
            ) }}
        end as charged_amount,
        {{ round_amount(times_rate('net_amount', 'contract_rate'), 'minor_units') }}
            as due_amount
    from charged
    where contract_rate is not null or line_count > 1
),

int_gaps__tax as (
    -- CANONICAL 3: tax on the actual net at the contract's rate, only where it states one.
    select
        'wrong_tax' as gap_class,
        case when confidence < 0.95 then 'probable' else 'proved' end as certainty,
        contract_id,
        contract_line_id,
        invoice_id,
        invoice_line_id,
        customer_id,
        legal_entity_id,
        due_amount as expected_amount,
        charged_amount as actual_amount,
        currency,
        {{ number_text('(100 * contract_rate)::decimal(18, 8)') }} || '%' as detail,
        invoice_id as invoice_ids
    from computed
    where
        contract_rate is not null
        and abs(charged_amount - due_amount)
        > tolerance_minor_units * {{ one_minor_unit('minor_units') }}
)

select * from int_gaps__tax

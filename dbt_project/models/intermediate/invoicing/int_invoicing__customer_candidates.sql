with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__by_contract_line as (
    select invoice_line_id from {{ ref('int_invoicing__by_contract_line') }}
),

int_invoicing__contract_candidates as (
    select distinct invoice_line_id from {{ ref('int_invoicing__contract_candidates') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

unlinked as (
    select int_invoicing__lines.*
    from int_invoicing__lines
    left join int_invoicing__by_contract_line
        on int_invoicing__lines.invoice_line_id = int_invoicing__by_contract_line.invoice_line_id
    left join int_invoicing__contract_candidates
        on int_invoicing__lines.invoice_line_id = int_invoicing__contract_candidates.invoice_line_id
    where
        int_invoicing__by_contract_line.invoice_line_id is null
        and int_invoicing__contract_candidates.invoice_line_id is null
),

int_invoicing__customer_candidates as (
    -- Nothing names the contract: payer or user, entity, currency and product must all agree, and
    -- the line must be live in the printed period or on the day of issue.
    select
        unlinked.invoice_line_id,
        int_terms__lines.contract_line_id,
        'customer_product' as attribution_rule,
        0.80::decimal(3, 2) as confidence,
        unlinked.product_id is not null as is_same_product
    from unlinked
    inner join contracts
        on
            unlinked.customer_id in (contracts.payer_customer_id, contracts.customer_id)
            and unlinked.legal_entity_id = contracts.legal_entity_id
            and unlinked.currency = contracts.invoice_currency
    inner join int_terms__lines
        on
            contracts.contract_id = int_terms__lines.contract_id
            and coalesce(unlinked.product_id, int_terms__lines.product_id)
            = int_terms__lines.product_id
            and {{ overlaps(
                'coalesce(unlinked.printed_start, unlinked.issue_date)',
                'coalesce(unlinked.printed_until, unlinked.issue_date + 1)',
                'int_terms__lines.life_start',
                "case
                    when int_terms__lines.charge_model = 'one_time' then " ~ never() ~ "
                    else int_terms__lines.life_until
                end"
            ) }}
    where unlinked.document_type != 'credit_note' or unlinked.related_invoice_id is null
)

select * from int_invoicing__customer_candidates

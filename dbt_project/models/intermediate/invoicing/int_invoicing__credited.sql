with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
),

int_invoicing__allocated as (
    select * from {{ ref('int_invoicing__allocated') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

unplaced as (
    select
        int_invoicing__lines.*,
        int_invoicing__links.contract_line_id as linked_contract_line_id
    from int_invoicing__lines
    left join int_invoicing__links
        on
            int_invoicing__lines.invoice_line_id = int_invoicing__links.invoice_line_id
            and not int_invoicing__links.is_tie
    left join int_invoicing__allocated
        on int_invoicing__lines.invoice_line_id = int_invoicing__allocated.invoice_line_id
    where
        int_invoicing__lines.document_type = 'credit_note'
        and int_invoicing__lines.related_invoice_id is not null
        and int_invoicing__allocated.invoice_line_id is null
),

corrected as (
    -- CANONICAL 3: a credit note that prints no period reduces those of its related invoice: of
    -- the contract line or the product it names where that invoice has it, of all its lines else.
    select
        unplaced.invoice_line_id,
        unplaced.net_amount,
        unplaced.currency,
        int_invoicing__allocated.contract_line_id,
        int_invoicing__allocated.billing_period_start,
        int_invoicing__allocated.period_rule,
        int_invoicing__allocated.attributed_amount as weight,
        case
            when unplaced.linked_contract_line_id = int_invoicing__allocated.contract_line_id then 1
            when unplaced.product_id = originals.product_id then 2
            else 3
        end as evidence_rank
    from unplaced
    inner join int_invoicing__lines as originals
        on unplaced.related_invoice_id = originals.invoice_id
    inner join int_invoicing__allocated
        on originals.invoice_line_id = int_invoicing__allocated.invoice_line_id
    where
        unplaced.linked_contract_line_id is null
        or unplaced.linked_contract_line_id = int_invoicing__allocated.contract_line_id
    qualify evidence_rank = min(evidence_rank) over (partition by unplaced.invoice_line_id)
),

placed as (
    select
        corrected.invoice_line_id,
        corrected.contract_line_id,
        corrected.billing_period_start,
        corrected.net_amount,
        currencies.minor_units,
        any_value(corrected.period_rule) as period_rule,
        sum(corrected.weight) as weight
    from corrected
    inner join currencies on corrected.currency = currencies.currency
    group by
        corrected.invoice_line_id,
        corrected.contract_line_id,
        corrected.billing_period_start,
        corrected.net_amount,
        currencies.minor_units
),

{{ shared_amounts('placed', 'invoice_line_id', 'net_amount', 'weight', 'minor_units') }},

int_invoicing__credited as (
    select
        invoice_line_id,
        contract_line_id,
        billing_period_start,
        period_rule,
        shared_amount::decimal(18, 4) as attributed_amount
    from shared
)

select * from int_invoicing__credited

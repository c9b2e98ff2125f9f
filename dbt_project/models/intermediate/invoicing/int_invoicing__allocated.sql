with int_invoicing__placed as (
    select * from {{ ref('int_invoicing__placed') }}
),

int_invoicing__lines as (
    select
        invoice_line_id,
        net_amount,
        currency
    from {{ ref('int_invoicing__lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

placed as (
    -- One line may bill several periods, as a yearly invoice does for twelve months.
    select
        int_invoicing__placed.*,
        int_invoicing__lines.net_amount,
        currencies.minor_units
    from int_invoicing__placed
    inner join int_invoicing__lines
        on int_invoicing__placed.invoice_line_id = int_invoicing__lines.invoice_line_id
    inner join currencies on int_invoicing__lines.currency = currencies.currency
),

{{ shared_amounts('placed', 'invoice_line_id', 'net_amount', 'weight', 'minor_units') }},

int_invoicing__allocated as (
    select
        invoice_line_id,
        contract_line_id,
        billing_period_start,
        period_rule,
        shared_amount::decimal(18, 4) as attributed_amount
    from shared
)

select * from int_invoicing__allocated

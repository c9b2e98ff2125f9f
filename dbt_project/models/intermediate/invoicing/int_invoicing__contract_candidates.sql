with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__by_contract_line as (
    select invoice_line_id from {{ ref('int_invoicing__by_contract_line') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

contracts as (
    select
        contract_id,
        purchase_order
    from {{ ref('contracts') }}
),

single_orders as (
    -- A purchase order that two contracts carry names neither.
    select
        purchase_order,
        min(contract_id) as contract_id
    from contracts
    where purchase_order is not null
    group by purchase_order
    having count(*) = 1
),

unlinked as (
    select
        int_invoicing__lines.*,
        coalesce(contracts.contract_id, single_orders.contract_id) as known_contract_id,
        contracts.contract_id is not null as is_by_contract_id
    from int_invoicing__lines
    left join int_invoicing__by_contract_line
        on int_invoicing__lines.invoice_line_id = int_invoicing__by_contract_line.invoice_line_id
    left join contracts on int_invoicing__lines.contract_id = contracts.contract_id
    left join single_orders
        on
            contracts.contract_id is null
            and int_invoicing__lines.purchase_order = single_orders.purchase_order
    where int_invoicing__by_contract_line.invoice_line_id is null
),

int_invoicing__contract_candidates as (
    select
        unlinked.invoice_line_id,
        int_terms__lines.contract_line_id,
        case
            when unlinked.is_by_contract_id then 'contract_product'
            else 'purchase_order_product'
        end as attribution_rule,
        case when unlinked.is_by_contract_id then 0.95 else 0.90 end::decimal(3, 2) as confidence
    from unlinked
    inner join int_terms__lines
        on
            unlinked.known_contract_id = int_terms__lines.contract_id
            and coalesce(unlinked.product_id, int_terms__lines.product_id)
            = int_terms__lines.product_id
)

select * from int_invoicing__contract_candidates

with invoices as (
    select
        invoice_id,
        contract_id,
        issue_date,
        due_date
    from {{ ref('invoices') }}
),

contracts as (
    select
        contract_id,
        opportunity_id,
        payment_terms_days
    from {{ ref('contracts') }}
),

contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

int_invoice_line_attribution as (
    select
        invoice_id,
        contract_line_id
    from {{ ref('int_invoice_line_attribution') }}
),

attributed as (
    -- A document that bills several contracts belongs to none of them.
    select
        int_invoice_line_attribution.invoice_id,
        min(contract_lines.contract_id) as contract_id
    from int_invoice_line_attribution
    inner join contract_lines
        on int_invoice_line_attribution.contract_line_id = contract_lines.contract_line_id
    group by int_invoice_line_attribution.invoice_id
    having count(distinct contract_lines.contract_id) = 1
),

linked as (
    select
        invoices.invoice_id,
        invoices.issue_date,
        invoices.due_date,
        coalesce(stated.contract_id, attributed.contract_id) as contract_id
    from invoices
    left join contracts as stated on invoices.contract_id = stated.contract_id
    left join attributed on invoices.invoice_id = attributed.invoice_id
),

int_collection__terms as (
    select
        linked.invoice_id,
        linked.contract_id,
        contracts.opportunity_id,
        coalesce(
            linked.due_date,
            linked.issue_date + contracts.payment_terms_days,
            linked.issue_date
        ) as due_on
    from linked
    left join contracts on linked.contract_id = contracts.contract_id
)

select * from int_collection__terms

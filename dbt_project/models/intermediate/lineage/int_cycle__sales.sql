with int_gaps__contract_deals as (
    select * from {{ ref('int_gaps__contract_deals') }}
    where is_signed
),

int_invoicing__schedule as (
    select
        contract_id,
        min(bill_on) as first_bill_on
    from {{ ref('int_invoicing__schedule') }}
    where net_amount > 0
    group by contract_id
),

contract_lines as (
    select
        contract_line_id,
        contract_id
    from {{ ref('contract_lines') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
    where attributed_amount > 0
),

int_receivables_ledger as (
    select
        item_id as invoice_id,
        min(moved_on) as first_paid_on
    from {{ ref('int_receivables_ledger') }}
    where item_kind = 'document' and movement_kind = 'payment' and amount < 0
    group by item_id
),

documents as (
    select
        contract_lines.contract_id,
        min(attribution.issue_date) as first_issued_on,
        min(ledger.first_paid_on) as first_collected_on
    from int_invoice_line_attribution as attribution
    inner join contract_lines on attribution.contract_line_id = contract_lines.contract_line_id
    left join int_receivables_ledger as ledger on attribution.invoice_id = ledger.invoice_id
    group by contract_lines.contract_id
),

int_cycle__sales as (
    select
        deals.contract_id,
        deals.opportunity_id,
        deals.legal_entity_id,
        deals.close_date as closed_on,
        deals.signed_on,
        schedule.first_bill_on,
        documents.first_issued_on,
        documents.first_collected_on
    from int_gaps__contract_deals as deals
    left join int_invoicing__schedule as schedule on deals.contract_id = schedule.contract_id
    left join documents on deals.contract_id = documents.contract_id
)

select * from int_cycle__sales

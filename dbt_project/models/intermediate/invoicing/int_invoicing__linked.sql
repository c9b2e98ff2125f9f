with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
    where not is_tie
),

int_terms__lines as (
    select
        contract_line_id,
        charge_model,
        life_start,
        life_until
    from {{ ref('int_terms__lines') }}
),

int_invoicing__linked as (
    select
        int_invoicing__links.*,
        int_invoicing__lines.* exclude (invoice_line_id, contract_line_id, contract_id),
        int_terms__lines.charge_model,
        int_terms__lines.life_start,
        int_terms__lines.life_until
    from int_invoicing__links
    inner join int_invoicing__lines
        on int_invoicing__links.invoice_line_id = int_invoicing__lines.invoice_line_id
    inner join int_terms__lines
        on int_invoicing__links.contract_line_id = int_terms__lines.contract_line_id
)

select * from int_invoicing__linked

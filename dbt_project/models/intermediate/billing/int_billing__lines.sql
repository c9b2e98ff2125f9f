with int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

int_billing__taxed as (
    select * from {{ ref('int_billing__taxed') }}
),

unfit as (
    -- An amount that no DECIMAL(18, 4) holds leaves its line without a schedule, not the run.
    select distinct contract_line_id
    from int_billing__taxed
    where
        net_amount is null
        or (invoice_net_amount is null and exchange_rate is not null)
        or (tax_amount is null and invoice_net_amount is not null)
),

int_billing__lines as (
    select
        lines.* exclude (unpriced_reason),
        case
            when unfit.contract_line_id is not null then 'amount does not fit'
            else lines.unpriced_reason
        end as unpriced_reason
    from int_terms__lines as lines
    left join unfit on lines.contract_line_id = unfit.contract_line_id
)

select * from int_billing__lines

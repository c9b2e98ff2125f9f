with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

amendments as (
    select * from {{ ref('amendments') }}
),

int_terms__changes as (
    -- An amendment that names no line changes every line of its contract.
    select
        'contract' as terms_variant,
        contract_lines.contract_line_id,
        amendments.amendment_id as change_id,
        amendments.kind,
        amendments.effective_date as began_on,
        amendments.signed_on,
        case amendments.kind
            when 'quantity' then amendments.quantity
            else amendments.unit_price
        end as new_value,
        amendments.source_record
    from contract_lines
    inner join amendments
        on
            contract_lines.contract_id = amendments.contract_id
            and coalesce(amendments.contract_line_id, contract_lines.contract_line_id)
            = contract_lines.contract_line_id
    where amendments.kind in ('quantity', 'price')
)

select * from int_terms__changes

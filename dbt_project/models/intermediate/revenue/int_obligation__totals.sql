with int_obligation__converted as (
    select * from {{ ref('int_obligation__converted') }}
),

totals as (
    select
        contract_line_id,
        obligation_id,
        is_bundled,
        charge_model,
        version_number,
        minor_units,
        case
            when bool_and(invoice_net_amount is not null) filter (where not is_standalone)
                then sum(invoice_net_amount) filter (where not is_standalone)
        end::decimal(18, 4) as total_amount,
        (sum(invoice_net_amount) filter (where is_standalone))::decimal(18, 4)
            as standalone_amount
    from int_obligation__converted
    group by
        contract_line_id,
        obligation_id,
        is_bundled,
        charge_model,
        version_number,
        minor_units
),

agreed as (
    select
        *,
        sum(total_amount) over (partition by obligation_id)::decimal(18, 4) as bundle_amount
    from totals
    where version_number = 0
),

{{ shared_amounts(
    'agreed', 'obligation_id', 'bundle_amount', 'standalone_amount', 'minor_units',
    tie_order='contract_line_id'
) }},

int_obligation__totals as (
    -- IFRS 15.88 to 90: the price is allocated once, by what each part costs alone; a later change
    -- of the price goes to the line that it changes.
    select
        totals.contract_line_id,
        totals.version_number,
        totals.charge_model,
        totals.minor_units,
        totals.total_amount,
        (shared.shared_amount + totals.total_amount - shared.total_amount)::decimal(18, 4)
            as allocated_amount
    from totals
    inner join shared on totals.contract_line_id = shared.contract_line_id
)

select * from int_obligation__totals

-- Fails if a month's recurring revenue of all customers is not that of the contract lines in force:
-- a line without a customer, a rate or a month would be revenue that nobody sees.
with lines as (
    select
        currency_view,
        currency,
        movement_month,
        sum(closing_amount) as closing_amount,
        sum(opening_amount) as opening_amount
    from {{ ref('int_recurring__viewed') }}
    group by currency_view, currency, movement_month
),

customers as (
    select
        currency_view,
        currency,
        movement_month,
        sum(closing_amount) as closing_amount,
        sum(opening_amount) as opening_amount
    from {{ ref('int_recurring__moved') }}
    group by currency_view, currency, movement_month
),

measured as (
    select count(*) as line_month_count
    from {{ ref('int_recurring__measured') }}
),

viewed as (
    select count(*) as line_month_count
    from {{ ref('int_recurring__measured') }} as measured
    inner join {{ ref('int_recurring__viewed') }} as viewed
        on
            measured.contract_line_id = viewed.contract_line_id
            and measured.movement_month = viewed.movement_month
    where viewed.customer_id is not null
)

select
    lines.currency_view,
    lines.currency,
    lines.movement_month,
    lines.closing_amount,
    customers.closing_amount as customer_closing_amount
from lines
left join customers
    on
        lines.currency_view = customers.currency_view
        and lines.currency = customers.currency
        and lines.movement_month = customers.movement_month
where
    customers.closing_amount is distinct from lines.closing_amount
    or customers.opening_amount is distinct from lines.opening_amount
union all
select
    'each line month in two views' as currency_view,
    null as currency,
    null as movement_month,
    measured.line_month_count as closing_amount,
    viewed.line_month_count as customer_closing_amount
from measured
cross join viewed
where 2 * measured.line_month_count != viewed.line_month_count

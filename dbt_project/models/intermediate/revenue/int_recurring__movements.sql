with int_recurring__moved as (
    select * from {{ ref('int_recurring__moved') }}
),

kinds as (
    -- One net movement a month beside what index and exchange did: a customer who moves from one
    -- product to another has not churned. Reactivation is tested before expansion, or a customer
    -- who came back would look like growth.
    select
        *,
        case
            when opening_amount = 0 and not is_known then 'new'
            when opening_amount = 0 then 'reactivation'
            when closing_amount = 0 then 'churn'
            when growth_amount > 0 then 'expansion'
            else 'contraction'
        end as kind,
        growth_amount as movement_amount
    from int_recurring__moved
    union all by name
    select
        *,
        'index' as kind,
        index_amount as movement_amount
    from int_recurring__moved
    union all by name
    select
        *,
        'fx' as kind,
        fx_amount as movement_amount
    from int_recurring__moved
),

int_recurring__movements as (
    select
        currency_view,
        customer_id,
        kind,
        movement_amount,
        opening_amount,
        closing_amount,
        currency,
        movement_month
    from kinds
    where movement_amount != 0
)

select * from int_recurring__movements

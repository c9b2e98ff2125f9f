with int_replay__amendment_not_applied as (
    select * from {{ ref('int_replay__amendment_not_applied') }}
),

int_replay__not_prorated as (
    select * from {{ ref('int_replay__not_prorated') }}
),

int_replay__not_converted as (
    select * from {{ ref('int_replay__not_converted') }}
),

int_replay__tax_in_net as (
    select * from {{ ref('int_replay__tax_in_net') }}
),

int_replay__old_price as (
    select * from {{ ref('int_replay__old_price') }}
),

int_replay__old_quantity as (
    select * from {{ ref('int_replay__old_quantity') }}
),

int_replay__wrong_rate_date as (
    select * from {{ ref('int_replay__wrong_rate_date') }}
),

int_replay__wrong_quantity as (
    select * from {{ ref('int_replay__wrong_quantity') }}
),

variants as (
    select * from int_replay__amendment_not_applied
    union all by name
    select * from int_replay__not_prorated
    union all by name
    select * from int_replay__not_converted
    union all by name
    select * from int_replay__tax_in_net
    union all by name
    select * from int_replay__old_price
    union all by name
    select * from int_replay__old_quantity
    union all by name
    select * from int_replay__wrong_rate_date
    union all by name
    select * from int_replay__wrong_quantity
),

int_replay__variants as (
    select
        {{ joined_id(['contract_line_id', 'billing_period_start', 'gap_cause', 'detail']) }}
        || case when is_every_change_omitted then '@all' else '' end
        || coalesce('@' || new_quantity, '')
        || coalesce('@' || new_unit_price, '') as terms_variant,
        *
    from variants
)

select * from int_replay__variants

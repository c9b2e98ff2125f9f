with int_replay__amendment_not_applied as (
    select * from {{ ref('int_replay__amendment_not_applied') }}
),

int_replay__change_left_out as (
    select * from {{ ref('int_replay__change_left_out') }}
),

int_replay__window_extended as (
    select * from {{ ref('int_replay__window_extended') }}
),

int_replay__anniversary_left_out as (
    select * from {{ ref('int_replay__anniversary_left_out') }}
),

int_replay__minimum_not_applied as (
    select * from {{ ref('int_replay__minimum_not_applied') }}
),

int_replay__not_prorated as (
    select * from {{ ref('int_replay__not_prorated') }}
),

int_replay__wrong_index as (
    select * from {{ ref('int_replay__wrong_index') }}
),

int_replay__wrong_day_count as (
    select * from {{ ref('int_replay__wrong_day_count') }}
),

int_replay__wrong_tier as (
    select * from {{ ref('int_replay__wrong_tier') }}
),

int_replay__wrong_billing_period as (
    select * from {{ ref('int_replay__wrong_billing_period') }}
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

int_replay__rounding as (
    select * from {{ ref('int_replay__rounding') }}
),

int_replay__mistakes as (
    select * from int_replay__amendment_not_applied
    union all by name
    select * from int_replay__change_left_out
    union all by name
    select * from int_replay__window_extended
    union all by name
    select * from int_replay__anniversary_left_out
    union all by name
    select * from int_replay__minimum_not_applied
    union all by name
    select * from int_replay__not_prorated
    union all by name
    select * from int_replay__wrong_index
    union all by name
    select * from int_replay__wrong_day_count
    union all by name
    select * from int_replay__wrong_tier
    union all by name
    select * from int_replay__wrong_billing_period
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
    union all by name
    select * from int_replay__rounding
)

select * from int_replay__mistakes

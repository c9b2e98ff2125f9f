with int_gaps__periods as (
    select * from {{ ref('int_gaps__periods') }}
),

int_gaps__mistimed as (
    select * from {{ ref('int_gaps__mistimed') }}
),

int_gaps__outside_life as (
    select * from {{ ref('int_gaps__outside_life') }}
),

int_gaps__without_contract as (
    select * from {{ ref('int_gaps__without_contract') }}
),

int_gaps__form as (
    select * from {{ ref('int_gaps__form') }}
),

int_gaps__payment_terms as (
    select * from {{ ref('int_gaps__payment_terms') }}
),

int_gaps__purchase_orders as (
    select * from {{ ref('int_gaps__purchase_orders') }}
),

int_gaps__wrong_periods as (
    select * from {{ ref('int_gaps__wrong_periods') }}
),

int_gaps__tax as (
    select * from {{ ref('int_gaps__tax') }}
),

int_gaps__credits_without_invoice as (
    select * from {{ ref('int_gaps__credits_without_invoice') }}
),

int_gaps__credits_beyond_invoice as (
    select * from {{ ref('int_gaps__credits_beyond_invoice') }}
),

int_gaps__billed as (
    -- What was billed, when, in which form and with which tax; and what was credited.
    select * from int_gaps__periods
    union all by name
    select * from int_gaps__mistimed
    union all by name
    select * from int_gaps__outside_life
    union all by name
    select * from int_gaps__without_contract
    union all by name
    select * from int_gaps__form
    union all by name
    select * from int_gaps__payment_terms
    union all by name
    select * from int_gaps__purchase_orders
    union all by name
    select * from int_gaps__wrong_periods
    union all by name
    select * from int_gaps__tax
    union all by name
    select * from int_gaps__credits_without_invoice
    union all by name
    select * from int_gaps__credits_beyond_invoice
)

select * from int_gaps__billed

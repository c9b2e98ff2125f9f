with int_gaps__deals as (
    select * from {{ ref('int_gaps__deals') }}
),

int_gaps__contracts_without_deal as (
    select * from {{ ref('int_gaps__contracts_without_deal') }}
),

int_gaps__quote_mismatches as (
    select * from {{ ref('int_gaps__quote_mismatches') }}
),

int_gaps__quote_lines_left_out as (
    select * from {{ ref('int_gaps__quote_lines_left_out') }}
),

int_gaps__quote_currencies as (
    select * from {{ ref('int_gaps__quote_currencies') }}
),

int_gaps__deal_values as (
    select * from {{ ref('int_gaps__deal_values') }}
),

int_gaps__promises as (
    select * from {{ ref('int_gaps__promises') }}
),

int_gaps__sold as (
    -- Between the deal, its quote, its notes and the contract.
    select * from int_gaps__deals
    union all by name
    select * from int_gaps__contracts_without_deal
    union all by name
    select * from int_gaps__quote_mismatches
    union all by name
    select * from int_gaps__quote_lines_left_out
    union all by name
    select * from int_gaps__quote_currencies
    union all by name
    select * from int_gaps__deal_values
    union all by name
    select * from int_gaps__promises
)

select * from int_gaps__sold

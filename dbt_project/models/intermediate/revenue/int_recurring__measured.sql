with int_recurring__terms as (
    select * from {{ ref('int_recurring__terms') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

accounts as (
    select
        account_id,
        erp_customer_id
    from {{ ref('accounts') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

monthly as (
    -- A week is 12/52 of a month, so a day is 12/365; a month as well of an amount off a period.
    select
        terms.contract_line_id,
        terms.movement_month,
        int_terms__priceable_lines.contract_id,
        int_terms__priceable_lines.currency,
        {{ whole('terms.unit_price', 8) }}
        * case
            when int_terms__priceable_lines.charge_model = 'flat' then 100000000::hugeint
            else {{ whole('terms.quantity', 8) }}
        end
        * {{ months_numerator('int_terms__priceable_lines', 'price') }}
        * terms.discount_numerator as mrr_numerator,
        10000000000000000::hugeint
        * {{ months_denominator('int_terms__priceable_lines', 'price') }}
        * terms.discount_denominator as mrr_denominator,
        {{ whole('terms.amount_discount', 8) }}
        * {{ months_numerator('int_terms__priceable_lines', 'billing') }} as discount_numerator,
        100000000::hugeint
        * {{ months_denominator('int_terms__priceable_lines', 'billing') }} as discount_denominator
    from int_recurring__terms as terms
    inner join int_terms__priceable_lines
        on terms.contract_line_id = int_terms__priceable_lines.contract_line_id
),

int_recurring__measured as (
    select
        monthly.contract_line_id,
        monthly.contract_id,
        -- Whoever uses; a contract that names no customer counts for its account's, or its account.
        coalesce(
            contracts.customer_id,
            contracts.payer_customer_id,
            accounts.erp_customer_id,
            contracts.account_id
        ) as customer_id,
        monthly.movement_month,
        greatest(
            {{ fraction_to_amount(
                'monthly.mrr_numerator', 'monthly.mrr_denominator', 'currencies.minor_units'
            ) }}
            - {{ fraction_to_amount(
                'monthly.discount_numerator', 'monthly.discount_denominator',
                'currencies.minor_units'
            ) }},
            -- Nothing comes off below zero, but a rebate is below zero of its own.
            case when monthly.discount_numerator > 0 then 0 end
        )::decimal(18, 4) as mrr_amount,
        monthly.currency
    from monthly
    inner join contracts on monthly.contract_id = contracts.contract_id
    inner join currencies on monthly.currency = currencies.currency
    left join accounts on contracts.account_id = accounts.account_id
)

select * from int_recurring__measured

with int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

int_billing__computed as (
    select
        contract_line_id,
        net_amount,
        exchange_rate,
        invoice_net_amount,
        tax_amount
    from {{ ref('int_billing__computed') }}
),

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

dearest as (
    select
        contract_line_id,
        max(abs(net_amount)) as largest_amount,
        -- Without a rate there is no amount either, and that is another matter.
        bool_or(
            net_amount is null
            or (exchange_rate is not null and (invoice_net_amount is null or tax_amount is null))
        ) as is_beyond
    from int_billing__computed
    group by contract_line_id
),

highest_rates as (
    select
        from_currency,
        to_currency,
        max(rate) as highest_rate
    from (
        select
            from_currency,
            to_currency,
            rate
        from exchange_rates
        union all
        select
            to_currency as from_currency,
            from_currency as to_currency,
            inverse_rate as rate
        from exchange_rates
    ) as rates
    group by from_currency, to_currency
),

int_billing__lines as (
    -- An amount that no DECIMAL(18, 4) holds, taxed and at the highest rate, leaves its line
    -- without a schedule, and not the run. A guard, no amount: the one place for floating point.
    select
        lines.* exclude (unpriced_reason),
        case
            when
                dearest.is_beyond
                or greatest(dearest.largest_amount, lines.minimum_amount)::double
                * greatest(highest_rates.highest_rate, lines.fx_rate, 1)::double
                * (1 + coalesce(lines.tax_rate, 0))::double >= 1e14
                then 'amount does not fit'
            else lines.unpriced_reason
        end as unpriced_reason
    from int_terms__lines as lines
    left join dearest on lines.contract_line_id = dearest.contract_line_id
    left join highest_rates
        on
            lines.currency = highest_rates.from_currency
            and lines.invoice_currency = highest_rates.to_currency
)

select * from int_billing__lines

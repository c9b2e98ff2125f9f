{% macro rates_of(relation, from_currency, to_currency, wanted_on, rates) -%}
    {#- Two CTEs; the second, `rates_of_<relation>`, holds the rate for each pair and day that
        `relation` asks for: published that day or within the 7 days before, the pair itself before
        its opposite; beyond the as-of date the last known. `relation` carries `as_of_date`. -#}
wanted_of_{{ relation }} as (
    select distinct
        {{ from_currency }} as from_currency,
        {{ to_currency }} as to_currency,
        {{ wanted_on }} as wanted_on,
        least({{ wanted_on }}, as_of_date) as known_on,
        {{ wanted_on }} > as_of_date as is_ahead
    from {{ relation }}
    where {{ from_currency }} != {{ to_currency }} and {{ wanted_on }} is not null
),

rates_of_{{ relation }} as (
    select
        wanted.from_currency,
        wanted.to_currency,
        wanted.wanted_on,
        case
            when
                pairs.rate_date is not null
                and (wanted.is_ahead or wanted.known_on - pairs.rate_date <= 7)
                then pairs.rate
            when
                opposite.rate_date is not null
                and (wanted.is_ahead or wanted.known_on - opposite.rate_date <= 7)
                then opposite.inverse_rate
        end as exchange_rate
    from wanted_of_{{ relation }} as wanted
    asof left join {{ rates }} as pairs
        on
            wanted.from_currency = pairs.from_currency
            and wanted.to_currency = pairs.to_currency
            and wanted.known_on >= pairs.rate_date
    asof left join {{ rates }} as opposite
        on
            wanted.from_currency = opposite.to_currency
            and wanted.to_currency = opposite.from_currency
            and wanted.known_on >= opposite.rate_date
)
{%- endmacro %}

{# Money is DECIMAL(18, 4); what is shared or divided is counted in whole numbers (HUGEINT), because
   DuckDB turns decimal / decimal into DOUBLE without a word. Rounding is half away from zero. #}

{% macro whole(number, decimals) -%}
    {#- A decimal as a whole number of its smallest parts: exact, `decimals` being all it has. -#}
    {%- if decimals <= 8 -%}
    (({{ number }})::decimal(38, {{ decimals }}) * 1{{ '0' * decimals }}::decimal(9, 0))::hugeint
    {%- else -%}
    {#- In two strides, so that a large number does not leave 38 digits on the way. -#}
    (
        (({{ number }})::decimal(38, {{ decimals }}) * 100000000::decimal(9, 0))::decimal(38, {{ decimals - 8 }})
        * 1{{ '0' * (decimals - 8) }}::decimal(9, 0)
    )::hugeint
    {%- endif -%}
{%- endmacro %}

{% macro round_fraction(numerator, denominator) -%}
    {#- numerator / denominator to the nearest whole number; the denominator is above zero. -#}
    (
        sign({{ numerator }})::hugeint
        * ((2 * abs({{ numerator }}) + ({{ denominator }})) // (2 * ({{ denominator }})))
    )
{%- endmacro %}

{% macro minor_unit_count(minor_units) -%}
    {#- Minor units in one unit of the currency: 1 for CLP, 100 for USD, 10000 for CLF. -#}
    (case {{ minor_units }} when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 when 4 then 10000 end)::hugeint
{%- endmacro %}

{% macro minor_unit_parts(minor_units) -%}
    {#- Ten-thousandths in a minor unit: 10000 for CLP, 100 for USD, 1 for CLF. -#}
    (case {{ minor_units }} when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 when 4 then 1 end)::hugeint
{%- endmacro %}

{% macro divided_unless_one(number, divisor) -%}
    {#- Dividing whole numbers of this size is slow, and mostly there is nothing to divide by. -#}
    case when {{ divisor }} = 1 then {{ number }} else {{ number }} // {{ divisor }} end
{%- endmacro %}

{% macro fraction_to_amount(numerator, denominator, minor_units) -%}
    {#- numerator / denominator, in whole units, rounded once to the minor unit. -#}
    (
        (
            {{ round_fraction(
                '(' ~ numerator ~ ') * ' ~ minor_unit_count(minor_units), denominator
            ) }}
            * {{ minor_unit_parts(minor_units) }}
        )::decimal(34, 0) * 0.0001::decimal(4, 4)
    )::decimal(18, 4)
{%- endmacro %}

{% macro round_amount(number, minor_units) -%}
    {#- An exact decimal, such as amount × rate, rounded to the currency's minor unit. -#}
    {#- Each branch is cast: branches of other scales would be folded into whole units. -#}
    case {{ minor_units }}
        when 0 then round({{ number }}, 0)::decimal(18, 4)
        when 1 then round({{ number }}, 1)::decimal(18, 4)
        when 2 then round({{ number }}, 2)::decimal(18, 4)
        when 3 then round({{ number }}, 3)::decimal(18, 4)
        when 4 then round({{ number }}, 4)::decimal(18, 4)
    end
{%- endmacro %}

{% macro one_minor_unit(minor_units) -%}
    (
        case {{ minor_units }}
            when 0 then 1.0000
            when 1 then 0.1000
            when 2 then 0.0100
            when 3 then 0.0010
            when 4 then 0.0001
        end::decimal(18, 4)
    )
{%- endmacro %}

{% macro signed_as(amount, like) -%}
    {#- An amount with the sign of another: files state what was instructed with and without it. -#}
    (case when {{ like }} < 0 then -abs({{ amount }}) else abs({{ amount }}) end)
{%- endmacro %}

{% macro times_rate(amount, rate) -%}
    {#- An amount at an exchange rate or tax rate, exact to 20 decimals; round what comes out. -#}
    (({{ amount }})::decimal(18, 4) * ({{ rate }})::decimal(28, 16))
{%- endmacro %}

{% macro at_rate(amount, rate, minor_units) -%}
    {#- An amount at an exchange rate, or a rate's share of it, rounded once to the minor unit. -#}
    {{ round_amount(times_rate(amount, rate), minor_units) }}
{%- endmacro %}

{% macro divided_by_rate(amount, rate, decimals) -%}
    {#- amount / rate to that many decimals (at most 8). -#}
    (
        {{ round_fraction(
            '(' ~ whole(amount, 4) ~ ') * 1' ~ '0' * (decimals + 12) ~ '::hugeint',
            whole(rate, 16)
        ) }}::decimal(38, 0) * 0.{{ '0' * (decimals - 1) }}1::decimal({{ decimals }}, {{ decimals }})
    )::decimal(28, {{ decimals }})
{%- endmacro %}

{% macro number_text(number) -%}
    {#- As a person writes it: no zeros behind, no bare point. The number has decimals in its type. -#}
    rtrim(rtrim(({{ number }})::varchar, '0'), '.')
{%- endmacro %}

{% macro amount_text(amount, minor_units) -%}
    {#- An amount with the decimals of its currency. -#}
    case {{ minor_units }}
        when 0 then ({{ amount }})::decimal(18, 0)::varchar
        when 2 then ({{ amount }})::decimal(18, 2)::varchar
        when 3 then ({{ amount }})::decimal(18, 3)::varchar
        else ({{ amount }})::decimal(18, 4)::varchar
    end
{%- endmacro %}

{% macro inverse_rate(rate) -%}
    {#- 1 / rate to 16 decimals. -#}
    (
        {{ round_fraction('1' ~ '0' * 32 ~ '::hugeint', whole(rate, 16)) }}::decimal(38, 0)
        * 0.0000000000000001::decimal(16, 16)
    )::decimal(28, 16)
{%- endmacro %}

{% macro shared_amounts(
    relation, row_key, amount, weight, minor_units,
    tie_order='billing_period_start, contract_line_id'
) -%}
    {#- The rows of `relation` with `shared_amount`: `amount`, the same on every row of a `row_key`,
        shared by `weight` in minor units, largest remainder first, so that the parts sum to it.
        Rows without weights share equally. -#}
weighed as (
    select
        *,
        case when {{ amount }} < 0 then -1 else 1 end as amount_sign,
        -- An amount finer than its currency's minor unit is shared at four decimals.
        case
            when {{ amount }} = {{ round_amount(amount, minor_units) }}
                then {{ minor_unit_count(minor_units) }}
            else 10000::hugeint
        end as unit_count,
        case
            when coalesce(sum(abs({{ weight }})) over row_parts, 0) = 0 then 1::hugeint
            else {{ whole('abs(coalesce(' ~ weight ~ ', 0))', 4) }}
        end as share
    from {{ relation }}
    window row_parts as (partition by {{ row_key }})
),

counted as (
    select
        *,
        {{ whole('abs(' ~ amount ~ ')', 4) }} * unit_count // 10000 as unit_total,
        sum(share) over (partition by {{ row_key }})::hugeint as share_total
    from weighed
),

floored as (
    select
        *,
        unit_total * share // share_total as floor_units,
        unit_total * share % share_total as remainder
    from counted
),

shared as (
    select
        * exclude (
            amount_sign, unit_count, share, share_total, unit_total, floor_units, remainder
        ),
        (
            amount_sign
            * (
                floor_units
                + (
                    row_number() over (
                        partition by {{ row_key }}
                        order by remainder desc, {{ tie_order }}
                    )
                    <= unit_total - sum(floor_units) over (partition by {{ row_key }})
                )::integer
            )
            * (10000 // unit_count)
        )::decimal(34, 0) * 0.0001::decimal(4, 4) as shared_amount
    from floored
)
{%- endmacro %}

{% macro is_unit_of_account(currency) -%}
    {#- What nobody pays in: Chile's UF, Mexico's UDI, Colombia's UVR, Uruguay's UI and UP. -#}
    {{ currency }} in ('CLF', 'MXV', 'COU', 'UYI', 'UYW')
{%- endmacro %}

{% macro share_rate(part, total) -%}
    {#- A share as a fraction of 8 decimals; null where there is nothing to share, or no end of it. -#}
    case
        when {{ total }} > 0
            then
                try((
                    {{ round_fraction(whole(part, 4) ~ ' * 100000000::hugeint', whole(total, 4)) }}
                    ::decimal(34, 0) * 0.00000001::decimal(8, 8)
                )::decimal(18, 8))
    end
{%- endmacro %}

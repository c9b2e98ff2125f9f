{# Recurring revenue a month, counted in whole numbers; a week is 12/52 of a month, a day 12/365. #}

{% macro list_mrr(lines, price, quantity, minor_units, numerator=1, denominator=1) -%}
    {#- Price × quantity a month, less percents where `numerator` / `denominator` say what is left;
        null where no amount holds it. -#}
    try({{ fraction_to_amount(
        lowest_terms('numerator', price)
        ~ ' * case ' ~ lines ~ ".charge_model when 'flat' then 1::hugeint else "
        ~ lowest_terms('numerator', quantity) ~ ' end * ' ~ numerator ~ ' * '
        ~ months_numerator(lines, 'price'),
        lowest_terms('denominator', price)
        ~ ' * case ' ~ lines ~ ".charge_model when 'flat' then 1::hugeint else "
        ~ lowest_terms('denominator', quantity) ~ ' end * ' ~ denominator ~ ' * '
        ~ months_denominator(lines, 'price'),
        minor_units
    ) }})
{%- endmacro %}

{% macro discounted_mrr(lines, price, terms, minor_units) -%}
    {#- The same less the discounts of `terms`; an amount is one off a billing period. Nothing comes
        off below zero, but a rebate is below zero of its own. -#}
    greatest(
        {{ list_mrr(
            lines, price, terms ~ '.quantity', minor_units,
            terms ~ '.discount_numerator', terms ~ '.discount_denominator'
        ) }}
        - try({{ fraction_to_amount(
            whole(terms ~ '.amount_discount', 8) ~ ' * ' ~ months_numerator(lines, 'billing'),
            '100000000::hugeint * ' ~ months_denominator(lines, 'billing'),
            minor_units
        ) }}),
        case when {{ terms }}.amount_discount > 0 then 0 end
    )::decimal(18, 4)
{%- endmacro %}

{% macro schedule_explanation(language) -%}
    {#- The arithmetic of one row of the billing schedule, so that a person can do it again. -#}
    {{ message(language, 'schedule_price', {
        'quantity': "case when is_flat then '' else quantity_text || ' × ' end",
        'currency': 'currency',
        'unit_price': 'unit_price_text'
    }) }}
    || case
        when is_other_rhythm then {{ message(language, 'schedule_rhythm', {
            'numerator': 'price_ratio_numerator',
            'denominator': 'price_ratio_denominator',
            'billing_period': 'billing_period',
            'price_period': 'price_period'
        }) }}
        else ''
    end
    || case
        when is_share then {{ message(language, 'schedule_share', {
            'served': 'ratio_numerator', 'full': 'ratio_denominator', 'proration': 'proration'
        }) }}
        else ''
    end
    || {{ message(language, 'schedule_net', {'currency': 'currency', 'net': 'net_text'}) }}
    || case
        when not is_converted then ''
        when exchange_rate is null then {{ message(language, 'schedule_rate_missing', {
            'currency': 'currency', 'invoice_currency': 'invoice_currency'
        }) }}
        else {{ message(language, 'schedule_converted', {
            'rate': 'exchange_rate_text',
            'invoice_currency': 'invoice_currency',
            'invoice_net': 'invoice_net_text'
        }) }}
    end
    || case
        when is_rate_provisional then {{ message(language, 'schedule_provisional') }}
        else ''
    end
{%- endmacro %}

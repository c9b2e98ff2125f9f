{% macro schedule_explanation(language) -%}
    {#- The arithmetic of one row of the billing schedule, so that a person can do it again. -#}
    case
        when included_quantity > 0 and charge_kind = 'usage'
            then {{ message(language, 'schedule_usage', {
                'used': 'used_text', 'included': 'included_text'
            }) }}
        else ''
    end
    || case
        when charge_kind = 'minimum_true_up' then {{ message(language, 'schedule_minimum', {
            'currency': 'currency', 'minimum': 'minimum_text', 'billed': 'billed_text'
        }) }}
        when tier_arithmetic is not null then {{ message(language, 'schedule_tiers', {
            'currency': 'currency', 'tiers': 'tier_arithmetic'
        }) }}
        else {{ message(language, 'schedule_price', {
            'quantity': "case when is_flat then '' else quantity_text || ' × ' end",
            'currency': 'currency',
            'unit_price': 'unit_price_text'
        }) }}
    end
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
        when is_share and proration = 'actual' then {{ message(language, 'schedule_share', {
            'served': 'ratio_numerator', 'full': 'ratio_denominator'
        }) }}
        when is_share then {{ message(language, 'schedule_share_of', {
            'served': 'ratio_numerator // ratio_divisor',
            'full': 'ratio_denominator // ratio_divisor',
            'proration': 'proration'
        }) }}
        else ''
    end
    || case
        when percents_text != '' then {{ message(language, 'schedule_percent_discounts', {
            'percents': 'percents_text'
        }) }}
        else ''
    end
    || case
        when amount_discount != 0 then {{ message(language, 'schedule_amount_discount', {
            'currency': 'currency', 'amount': 'amount_discount_text'
        }) }}
        else ''
    end
    || case
        when charge_state = 'free' then {{ message(language, 'schedule_free') }}
        when charge_state = 'paused' then {{ message(language, 'schedule_paused') }}
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
    || case
        when is_index_provisional then {{ message(language, 'schedule_index_provisional') }}
        else ''
    end
{%- endmacro %}

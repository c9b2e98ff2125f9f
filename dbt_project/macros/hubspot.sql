{# Where `crm_hubspot` keeps what is read of a deal, by what it is. #}

{% macro hubspot_fields() -%}
    {%- do return({
        'items': "'line_item'",
        'amount': "'deal.amount'",
        'price': "'line_item.price'",
        'quantity': "'line_item.quantity'",
        'frequency': "'line_item.recurringbillingfrequency'",
        'start': "'line_item.hs_recurring_billing_start_date'",
        'end': "'line_item.hs_recurring_billing_end_date'",
        'term': "'line_item.hs_recurring_billing_period'",
        'payments': "'line_item.hs_recurring_billing_number_of_payments'",
        'months': "'line_item.hs_term_in_months'",
        'step_end': "'line_item.hs_recurring_billing_period'",
    }) -%}
{%- endmacro %}

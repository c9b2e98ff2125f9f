{% macro account_key(account_number) -%}
    {#- Banks print one account with and without spaces, dashes and leading zeros. -#}
    ltrim(regexp_replace(upper({{ account_number }}), '[^0-9A-Z]', '', 'g'), '0')
{%- endmacro %}

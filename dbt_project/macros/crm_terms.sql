{# Terms that a company keeps in fields of its own: read as it declares, or not at all. #}

{% macro crm_declared(options) -%}
    {#- All that a company declares of its CRM, as one row. -#}
    select
        max(value) filter (where option = 'currency') as currency,
        coalesce(max(value) filter (where option = 'timezone'), 'UTC') as timezone,
        max(value) filter (where option = 'amount') as amount_meaning,
        coalesce(max(value) filter (where option = 'deals_are_contracts') = 'true', false)
            as is_contract,
        coalesce(max(value) filter (where option = 'orders_are_contracts') = 'true', false)
            as is_order_a_contract,
        max(value) filter (where option = 'legal_entity_id') as legal_entity_id,
        max(value) filter (where option = 'customers_of') as customers_of,
        coalesce(max(value) filter (where option = 'staggered_lines_are_ramps') = 'true', false)
            as is_staggered_a_ramp,
        max(value) filter (where option = 'instalments') as instalments,
        {%- for names in ('words', 'deal_fields', 'line_fields') %}
        map_from_entries(
            list(struct_pack(name := key, meaning := value) order by key)
                filter (where option = '{{ names }}')
        ) as {{ names }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ options }}
{%- endmacro %}

{% macro crm_word(words) -%}
    {#- A word of the company's own as the standard one that it declares for it. -#}
    coalesce(declared.words[trim({{ words }})], trim({{ words }}))
{%- endmacro %}

{% macro crm_day(words) -%}
    {#- A day, or a moment as a day where the company is; 02/03 might be either, and is none. -#}
    case
        when regexp_full_match({{ words }}, '\d{4}-\d{2}-\d{2}')
            then try_cast({{ words }} as date)
        when regexp_full_match({{ words }}, '\d{4}-\d{2}-\d{2}T00:00:00(\.0+)?(Z|[+]00:?00)?')
            then try_cast(left({{ words }}, 10) as date)
        when regexp_full_match({{ words }}, '\d{4}-\d{2}-\d{2}[T ].+')
            then timezone(declared.timezone, try_cast({{ words }} as timestamptz))::date
        when regexp_full_match({{ words }}, '\d{12,13}')
            then (epoch_ms({{ words }}::bigint))::date
    end
{%- endmacro %}

{% macro crm_count(words) -%}
    {#- A whole number above nothing: `12`, and `12.0` as a field of numbers writes it. -#}
    case
        when regexp_full_match({{ words }}, '0*[1-9]\d{0,3}(\.0+)?')
            then split_part({{ words }}, '.', 1)::integer
    end
{%- endmacro %}

{% macro crm_months(words) -%}
    {#- Months, as a number or as a duration of ISO 8601 in years or months. -#}
    coalesce(
        {{ crm_count(words) }},
        case
            when regexp_full_match({{ words }}, 'P[1-9]\d{0,2}M')
                then regexp_extract({{ words }}, '\d+')::integer
            when regexp_full_match({{ words }}, 'P[1-9]\d?Y')
                then 12 * regexp_extract({{ words }}, '\d+')::integer
        end
    )
{%- endmacro %}

{% macro crm_period(words) -%}
    {#- A rhythm as CRMs name it, or a duration of ISO 8601. -#}
    case lower({{ words }})
        when 'weekly' then 'P1W'
        when 'biweekly' then 'P2W'
        when 'monthly' then 'P1M'
        when 'quarterly' then 'P3M'
        when 'per_six_months' then 'P6M'
        when 'semi-annual' then 'P6M'
        when 'annually' then 'P1Y'
        when 'annual' then 'P1Y'
        when 'per_two_years' then 'P2Y'
        when 'per_three_years' then 'P3Y'
        when 'per_four_years' then 'P4Y'
        when 'per_five_years' then 'P5Y'
        else if(regexp_full_match({{ words }}, 'P[1-9]\d{0,2}[YMWD]'), {{ words }}, null)
    end
{%- endmacro %}

{% macro crm_is_once(word) -%}
    {#- A price that is charged once, where a field says how often. -#}
    lower({{ word }}) in ('once', 'one-time')
{%- endmacro %}

{% macro crm_is_meaning(word) -%}
    {#- Whether a price is that of a month, a year or the whole term, however it is billed. -#}
    coalesce(lower({{ word }}) in ('mrr', 'acv', 'tcv'), false)
{%- endmacro %}

{% macro crm_meant_period(word, months) -%}
    {#- The period of such a price; the whole term is so many months. -#}
    case lower({{ word }})
        when 'mrr' then 'P1M'
        when 'acv' then 'P1Y'
        when 'tcv' then 'P' || {{ months }} || 'M'
    end
{%- endmacro %}

{% macro crm_instalment(name) -%}
    {#- The number of a line that is one month of its deal, by its declared name. -#}
    try_cast(
        regexp_extract(
            {{ name }},
            '^' || replace(regexp_escape(declared.instalments), '\{n\}', '(\d{1,3})') || '$',
            1
        ) as integer
    )
{%- endmacro %}

{% macro crm_unread(missing_term, stands_in, words, reading) -%}
    {#- A term that stands there and is not read; nothing where it is, or where nothing stands. -#}
    case
        when {{ words }} is not null and {{ reading }} is null
            then {{ crm_finding(missing_term, stands_in, words) }}
    end
{%- endmacro %}

{% macro crm_finding(missing_term, stands_in, words='null::varchar') -%}
    struct_pack(
        missing_term := '{{ missing_term }}', stands_in := {{ stands_in }}, told := {{ words }}
    )
{%- endmacro %}

{% macro crm_field(fields, role) -%}
    {#- The field that holds a term, or the setting that would say which. -#}
    '{{ fields }}.' || coalesce(declared.{{ fields }}['{{ role }}'], '{{ role }}')
{%- endmacro %}

{% macro after_months(day, months) -%}
    {#- The last day of so many months from a day on. -#}
    ({{ months_after(day, months) }} - 1)
{%- endmacro %}

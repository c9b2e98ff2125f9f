{# Revenue over time: where a day stands in what is earned evenly, and what notes take off it. #}

{% macro earning_position(day, method) -%}
    {#- How far the start of a day lies, in the parts that its method counts: days, or calendar
        months of equal weight of which a part counts by its days. The distance between two days is
        what is earned between them; a month in parts divides by any number of days. -#}
    case
        when {{ method }} = 'monthly'
            then
                {{ month_index(day) }}::hugeint * {{ month_parts() }}
                + (day({{ day }}) - 1) * ({{ month_parts() }} // day(last_day({{ day }})))
        else ({{ day }} - '1970-01-01'::date)::hugeint
    end
{%- endmacro %}

{% macro conceded_share(conceded, earned) -%}
    {#- The part of what was given away that falls on what is earned, in minor units. -#}
    {{ fraction_to_amount(
        whole(conceded, 4) ~ ' * ' ~ whole(earned, 4),
        '10000 * ' ~ whole('whole_amount', 4),
        'minor_units'
    ) }}
{%- endmacro %}

{% macro earned_on_path(day, paths) -%}
    {#- What a version of an obligation has earned by the start of a day: what was earned before it,
        and the even share of the rest; all of it where nothing of the term is left. -#}
    case
        when {{ paths }}.term_until <= {{ paths }}.begins_on then {{ paths }}.allocated_amount
        else (
            {{ paths }}.earned_before
            + {{ fraction_to_amount(
                whole(paths ~ '.allocated_amount - ' ~ paths ~ '.earned_before', 4)
                ~ ' * (' ~ earning_position(day, paths ~ '.earning_method')
                ~ ' - ' ~ paths ~ '.begins_position)',
                '10000::hugeint * (' ~ paths ~ '.ends_position - ' ~ paths ~ '.begins_position)',
                paths ~ '.minor_units'
            ) }}
        )::decimal(18, 4)
    end
{%- endmacro %}

{% test tiles_time(model, partition_by, start, until) %}
{#- Fails if the spans of a group leave a day out or share one: that day would be billed never or twice. -#}
select {{ partition_by | join(', ') }}, {{ start }}, {{ until }}
from {{ model }}
qualify
    {{ until }} <= {{ start }}
    or lag({{ until }}) over (
        partition by {{ partition_by | join(', ') }} order by {{ start }}
    ) != {{ start }}
{% endtest %}

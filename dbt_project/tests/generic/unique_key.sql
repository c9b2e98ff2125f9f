{% test unique_key(model, columns) %}
{#- Fails if a row's grain is not what its description says: joins on it would multiply money. -#}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

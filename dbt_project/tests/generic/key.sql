{% test key(model, column_name) %}
{#- Fails if a row has no key, or two rows have the same: a join would lose or multiply money. -#}
select {{ column_name }}, count(*) as row_count
from {{ model }}
group by {{ column_name }}
having count(*) > 1 or {{ column_name }} is null
{% endtest %}

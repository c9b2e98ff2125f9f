{#- How models come into being. dbt builds beside, renames, and drops what was there, over some six
    statements a model; DuckDB replaces a table or a view in one statement, and takes it back with
    the transaction where it fails. With 450 models that is a third of what a small run costs.
    Hooks, indexes and grants are not for a file of one process: none of them is run. -#}

{% materialization table, adapter = 'duckdb', supported_languages = ['sql', 'python'] %}
    {%- set target = this.incorporate(type='table') -%}
    {%- set language = model['language'] -%}
    {% do drop_where_not_of_type(target, is_replaced=language == 'sql') %}
    {%- set sql = compiled_code -%}
    {% call statement('main', language=language) -%}
        {%- if language == 'python' -%}
            {{ py_write_table(temporary=false, relation=target, compiled_code=compiled_code) }}
        {%- elif config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(sql) }}
            create or replace table {{ target }} {{ get_table_columns_and_constraints() }};
            insert into {{ target }} {{ get_column_names() }} ({{ get_select_subquery(sql) }});
        {%- else -%}
            create or replace table {{ target }} as ({{ sql }});
        {%- endif -%}
    {%- endcall %}
    {% do persist_docs(target, model) %}
    {% do adapter.commit() %}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{% materialization view, adapter = 'duckdb' %}
    {%- set target = this.incorporate(type='view') -%}
    {% do drop_where_not_of_type(target) %}
    {% call statement('main') -%}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(sql) }}
        {%- endif -%}
        create or replace view {{ target }} as ({{ sql }});
    {%- endcall %}
    {% do persist_docs(target, model) %}
    {% do adapter.commit() %}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{#- A model that was a view in an older working file and is a table now, or the other way round; and
    what Python writes, which it does not replace. -#}
{% macro drop_where_not_of_type(target, is_replaced=true) %}
    {%- set existing = load_cached_relation(target) -%}
    {% if existing is not none and (existing.type != target.type or not is_replaced) %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
{% endmacro %}

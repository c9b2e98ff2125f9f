{# What several models of `erp_tryton` are read by. #}

{% macro tryton_record(model, id) -%}
    {#- A record's address as Tryton writes a reference: `sale.sale,5` cannot be another's. -#}
    'erp_tryton:{{ model }},' || {{ id }}
{%- endmacro %}

{% macro tryton_origin(model, reference) -%}
    {#- The id in a reference to this model; null where it refers to another. -#}
    case when split_part({{ reference }}, ',', 1) = '{{ model }}' then split_part({{ reference }}, ',', 2) end
{%- endmacro %}

{% macro tryton_recurrence_period() -%}
    {#- RFC 5545's frequency and interval as a period of ISO 8601. -#}
    case freq
        when 'yearly' then 'P' || "interval" || 'Y'
        when 'monthly' then 'P' || "interval" || 'M'
        when 'weekly' then 'P' || "interval" || 'W'
        when 'daily' then 'P' || "interval" || 'D'
    end
{%- endmacro %}

{% macro tryton_is_plain_recurrence() -%}
    {#- A rule that picks days by weekday, by month or by place in a list is no period. -#}
    coalesce(bymonth, bymonthday, byweekday, byweekno, byyearday, bysetpos) is null
    and not coalesce(exclusive, false)
{%- endmacro %}

{% macro tryton_is_plain_delta() -%}
    {#- "The 15th of the next month" is no number of days. -#}
    coalesce(months, 0) = 0 and coalesce(day::varchar, month, weekday) is null
{%- endmacro %}

{% macro tryton_tax_ids() -%}
    {#- A party's tax id with the country that its type names: `cl_vat`, `mx_rfc`, `eu_vat`. -#}
    select
        party_id,
        code as tax_id,
        upper(case when identifier_type = 'eu_vat' then left(code, 2) else left(identifier_type, 2) end)
            as country
    from stg_erp_tryton__party_identifier
    where regexp_matches(identifier_type, '^[a-z]{2}_') and code is not null
    qualify row_number() over (
        partition by party_id order by identifier_type like '%_vat' desc, sequence asc, identifier_id asc
    ) = 1
{%- endmacro %}

{% macro tryton_tax_rates() -%}
    {#- Taxes that are a percentage of the net amount. -#}
    select
        tax_id,
        company_id,
        tax_rate
    from stg_erp_tryton__account_tax
    where tax_type = 'percentage' and tax_rate is not null
{%- endmacro %}

{% macro tryton_recurrences() -%}
    {#- Recurrences that are one plain period. -#}
    select
        recurrence_id,
        min(recurrence_period) as recurrence_period
    from stg_erp_tryton__sale_subscription_recurrence_rule
    group by recurrence_id
    having count(*) = 1 and bool_and(is_plain)
{%- endmacro %}

{% macro tryton_term_days() -%}
    {#- Payment terms that are one sum, so many days after the invoice. -#}
    select
        lines.payment_term_id,
        coalesce(sum(deltas.days + 7 * coalesce(deltas.weeks, 0)), 0)::integer as payment_terms_days
    from stg_erp_tryton__account_invoice_payment_term_line as lines
    left join stg_erp_tryton__account_invoice_payment_term_line_delta as deltas
        on lines.term_line_id = deltas.term_line_id
    group by lines.payment_term_id
    having count(distinct lines.term_line_id) = 1 and coalesce(bool_and(deltas.is_plain), true)
{%- endmacro %}

{% macro tryton_project_sales() -%}
    {#- Nothing but the sale's number in the project's name ties the two: `Data platform (SO-5)`. -#}
    select
        works.work_id,
        min(sales.sale_id) as sale_id,
        min(sales.sale_date) as sale_date
    from stg_erp_tryton__project_work as works
    inner join stg_erp_tryton__sale_sale as sales
        on
            works.company_id = sales.company_id
            and works.party_id = sales.party_id
            and list_contains(
                regexp_split_to_array(works.name, '[^0-9A-Za-z/_.-]+'), sales.number
            )
    where works.work_type = 'project' and sales.state in ('confirmed', 'processing', 'done')
    group by works.work_id
    having count(*) = 1
{%- endmacro %}

{% macro tryton_paying_lines() -%}
    {#- The lines of the ledger that pay each document, in its currency: a credit note's are negative. -#}
    select
        documents.invoice_id,
        lines.move_id,
        lines.party_id,
        lines.posted_on,
        currencies.currency,
        case
            when lines.second_currency_id = documents.currency_id then -lines.second_currency_amount
            else lines.credit_amount - lines.debit_amount
        end as amount,
        lines.source_record
    from stg_erp_tryton__account_invoice as documents
    cross join unnest({{ listed_ids('documents.payment_line_ids') }}) as paid (move_line_id)
    inner join stg_erp_tryton__account_move_line as lines
        on paid.move_line_id = lines.move_line_id
    inner join stg_erp_tryton__company_company as companies
        on documents.company_id = companies.company_id
    inner join stg_erp_tryton__currency_currency as currencies
        on documents.currency_id = currencies.currency_id
    -- A payment in a third currency says nothing in the document's.
    where documents.currency_id in (lines.second_currency_id, companies.currency_id)
{%- endmacro %}

{% macro tryton_period_end(day, period) -%}
    {#- The last day of the period that begins on a day. -#}
    coalesce(
        {{ months_after(day, period_months(period)) }}, {{ day }} + {{ period_days(period) }}
    ) - 1
{%- endmacro %}

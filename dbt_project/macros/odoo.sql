{# What several models of `erp_odoo` are read by. #}

{% macro odoo_record(model, id) -%}
    {#- A record's address: `sale.order,5` cannot be another's. -#}
    'erp_odoo:{{ model }},' || {{ id }}
{%- endmacro %}

{% macro odoo_tax_rates(lines, key) -%}
    {#- What the taxes of each line come to, where all of them are percentages of the net amount. -#}
    select
        lines.{{ key }},
        (sum(taxes.tax_percent)::decimal(20, 8) * 0.01::decimal(2, 2))::decimal(28, 16) as tax_rate
    from {{ lines }} as lines
    cross join unnest({{ listed_ids('lines.tax_ids') }}) as borne (tax_id)
    left join stg_erp_odoo__account_tax as taxes on borne.tax_id = taxes.tax_id
    group by lines.{{ key }}
    having bool_and(coalesce(taxes.amount_type = 'percent', false))
{%- endmacro %}

{% macro odoo_priced_lines() -%}
    {#- Lines of sales that say what is sold, with the price after discount and the rhythm of it. -#}
    {#- Not among them: sections, notes, and the downpayments that a later invoice takes back. -#}
    select
        lines.*,
        orders.company_id,
        orders.currency_id,
        orders.opportunity_id,
        orders.ordered_on,
        orders.start_date,
        orders.end_date,
        (
            (
                lines.unit_price::decimal(24, 8)
                * (100 - coalesce(lines.discount_percent, 0))::decimal(12, 8)
            )::decimal(28, 10) * 0.01::decimal(2, 2)
        )::decimal(18, 8) as discounted_price,
        -- An upsell charges what is left of the term, once.
        case
            when lines.is_recurring and coalesce(orders.subscription_state, '') != '7_upsell'
                then case plans.billing_period_unit
                    when 'day' then 'P' || plans.billing_period_value || 'D'
                    when 'week' then 'P' || plans.billing_period_value || 'W'
                    when 'month' then 'P' || plans.billing_period_value || 'M'
                    when 'year' then 'P' || plans.billing_period_value || 'Y'
                end
        end as billing_period,
        orders.state in ('sale', 'done') and orders.ordered_on is not null as is_confirmed
    from stg_erp_odoo__sale_order_line as lines
    inner join stg_erp_odoo__sale_order as orders on lines.order_id = orders.order_id
    left join stg_erp_odoo__sale_subscription_plan as plans on orders.plan_id = plans.plan_id
    where lines.display_type is null and not lines.is_downpayment
{%- endmacro %}

{% macro odoo_settlements() -%}
    {#- What entries of the ledger that are no documents settle of each document, in its currency: -#}
    {#- of a credit note it is negative. -#}
    select
        documents.move_id as document_id,
        documents.partner_id,
        currencies.currency,
        others.move_id,
        others.statement_line_id,
        others.payment_id,
        others.posted_on,
        sides.amount,
        sides.source_record
    from (
        select
            debit_line_id as document_line_id,
            credit_line_id as other_line_id,
            debit_amount as amount,
            source_record
        from stg_erp_odoo__account_partial_reconcile
        union all
        select
            credit_line_id,
            debit_line_id,
            -credit_amount,
            source_record
        from stg_erp_odoo__account_partial_reconcile
    ) as sides
    inner join stg_erp_odoo__account_move_line as lines
        on sides.document_line_id = lines.move_line_id
    inner join stg_erp_odoo__account_move as documents on lines.move_id = documents.move_id
    inner join stg_erp_odoo__account_move_line as others
        on sides.other_line_id = others.move_line_id
    inner join stg_erp_odoo__res_currency as currencies
        on documents.currency_id = currencies.currency_id
    -- A note that settles an invoice is no payment.
    anti join stg_erp_odoo__account_move as other_documents
        on others.move_id = other_documents.move_id
    where documents.state = 'posted' and coalesce(others.state, 'posted') = 'posted'
{%- endmacro %}

{% macro odoo_banked_payments() -%}
    {#- The one bank line that a registered payment came in with; over several, nobody tells which. -#}
    select
        payment_lines.move_id,
        min(bank_lines.statement_line_id) as statement_line_id
    from (
        select
            debit_line_id as one_line_id,
            credit_line_id as other_line_id
        from stg_erp_odoo__account_partial_reconcile
        union all
        select
            credit_line_id,
            debit_line_id
        from stg_erp_odoo__account_partial_reconcile
    ) as sides
    inner join stg_erp_odoo__account_move_line as payment_lines
        on sides.one_line_id = payment_lines.move_line_id
    inner join stg_erp_odoo__account_move_line as bank_lines
        on sides.other_line_id = bank_lines.move_line_id
    where payment_lines.payment_id is not null and bank_lines.statement_line_id is not null
    group by payment_lines.move_id
    having count(distinct bank_lines.statement_line_id) = 1
{%- endmacro %}

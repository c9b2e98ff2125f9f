{# What several models of `billing_stripe` are read by. #}

{% macro stripe_unit(currency, minor_units) -%}
    {#- What one of Stripe's smallest units is worth. Three currencies differ from ISO 4217:
        https://docs.stripe.com/currencies#special-cases and #zero-decimal. -#}
    case
        when {{ currency }} in ('ISK', 'UGX') then 0.01
        when {{ currency }} = 'MGA' then 1
        when {{ minor_units }} = 0 then 1
        when {{ minor_units }} = 3 then 0.001
        when {{ minor_units }} = 4 then 0.0001
        else 0.01
    end::decimal(5, 4)
{%- endmacro %}

{% macro stripe_amount(count, currency, minor_units) -%}
    {#- So many of the currency's smallest unit as money. -#}
    (({{ count }})::decimal(20, 4) * {{ stripe_unit(currency, minor_units) }})::decimal(18, 4)
{%- endmacro %}

{% macro stripe_price(count, currency, minor_units) -%}
    {#- A price, which may have decimals of the smallest unit. -#}
    (({{ count }})::decimal(28, 12) * {{ stripe_unit(currency, minor_units) }})::decimal(18, 8)
{%- endmacro %}

{% macro stripe_entity() -%}
    {#- Who bills: as declared, else the one account that was landed; Connect brings many. -#}
    select
        coalesce(
            (
                select max(value)
                from stg_billing_stripe__declared_options
                where option = 'legal_entity'
            ),
            (
                select 'billing_stripe:' || max(account_id)
                from stg_billing_stripe__account
                having count(*) = 1
            ),
            'billing_stripe:account'
        ) as legal_entity_id
{%- endmacro %}

{% macro stripe_documents() -%}
    {#- Invoices and credit notes; amounts in smallest units, with the sign that Stripe prints. An
        invoice below zero, which proration may leave, is a credit to the customer's balance. -#}
    select
        invoice_id as document_id,
        number,
        customer_id,
        status,
        currency,
        total - coalesce(tax, 0) as net,
        coalesce(tax, 0) as tax,
        total,
        coalesce(subtotal, total - coalesce(tax, 0)) as lines_total,
        if(total < 0, 'credit_note', 'invoice') as document_type,
        if(total < 0, -1, 1) as sign,
        null::varchar as related_id,
        issued_on,
        due_on,
        source_record
    from stg_billing_stripe__invoice
    union all by name
    select
        notes.credit_note_id as document_id,
        notes.number,
        invoices.customer_id,
        notes.status,
        notes.currency,
        coalesce(notes.subtotal - coalesce(notes.discount, 0), notes.total) as net,
        notes.total - coalesce(notes.subtotal - coalesce(notes.discount, 0), notes.total) as tax,
        notes.total,
        coalesce(notes.subtotal - coalesce(notes.discount, 0), notes.total) as lines_total,
        'credit_note' as document_type,
        1 as sign,
        notes.invoice_id as related_id,
        notes.issued_on,
        notes.source_record
    from stg_billing_stripe__credit_note as notes
    left join stg_billing_stripe__invoice as invoices on notes.invoice_id = invoices.invoice_id
{%- endmacro %}

{% macro stripe_prices() -%}
    {#- What a subscription may be priced by: a price, or a plan as it was called before. -#}
    select * from stg_billing_stripe__price
    union all by name
    select plans.*
    from stg_billing_stripe__plan as plans
    anti join stg_billing_stripe__price as prices on plans.price_id = prices.price_id
{%- endmacro %}

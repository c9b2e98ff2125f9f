{# What several models of `erp_netsuite` are read by. #}

{% macro netsuite_documents() -%}
    {#- Transactions that customers owe or are credited. Debits are above zero: the sign turns what
        an invoice sells, and a credit memo takes back, into an amount above zero. -#}
    select
        *,
        if(transaction_type = 'CustCred', 'credit_note', 'invoice') as document_type,
        if(transaction_type = 'CustCred', 1, -1) as sign
    from stg_erp_netsuite__transaction
    where transaction_type in ('CustInvc', 'CashSale', 'CustChrg', 'FinChrg', 'CustCred')
{%- endmacro %}

{% macro netsuite_amounts() -%}
    {#- Each line in the currency of its document; where the loader has no such amount, that of the
        primary book, which is the same where the rate is one. -#}
    select
        lines.*,
        coalesce(lines.amount, booked.amount) as document_amount
    from stg_erp_netsuite__transaction_line as lines
    left join (
        select
            transaction_id,
            line_id,
            sum(amount)::decimal(18, 4) as amount
        from stg_erp_netsuite__tran_acct_line
        where is_primary_book and is_in_own_currency
        group by transaction_id, line_id
    ) as booked
        on lines.transaction_id = booked.transaction_id and lines.line_id = booked.line_id
    where not lines.is_cost
{%- endmacro %}

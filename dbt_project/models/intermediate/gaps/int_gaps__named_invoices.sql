with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
    where invoice_ids is not null
),

int_gaps__named_invoices as (
    select
        gap_id,
        gap_class,
        unnest(string_split(invoice_ids, ', ')) as invoice_id
    from int_gaps__findings
)

select * from int_gaps__named_invoices

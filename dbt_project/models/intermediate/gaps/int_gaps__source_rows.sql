with int_gaps__sale_records as (
    select * from {{ ref('int_gaps__sale_records') }}
),

int_gaps__money_records as (
    select * from {{ ref('int_gaps__money_records') }}
),

int_gaps__part_payment_records as (
    select * from {{ ref('int_gaps__part_payment_records') }}
),

int_gaps__named_invoices as (
    select * from {{ ref('int_gaps__named_invoices') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

records as (
    select * from int_gaps__sale_records
    union distinct
    select * from int_gaps__money_records
    union distinct
    select * from int_gaps__part_payment_records
),

numbers as (
    select
        named.gap_id,
        string_agg(distinct invoices.invoice_number, ', ' order by invoices.invoice_number)
            as invoice_numbers
    from int_gaps__named_invoices as named
    inner join invoices on named.invoice_id = invoices.invoice_id
    group by named.gap_id
),

int_gaps__source_rows as (
    select
        records.gap_id,
        list(records.source_record order by records.source_record) as source_records,
        any_value(numbers.invoice_numbers) as invoice_numbers
    from records
    left join numbers on records.gap_id = numbers.gap_id
    group by records.gap_id
)

select * from int_gaps__source_rows

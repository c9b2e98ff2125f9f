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

int_parties__conflicts as (
    select
        concat_ws('@', 'conflicting_master_data', subject_id) as gap_id,
        *
    from {{ ref('int_parties__conflicts') }}
),

int_parties__keyed as (
    select * from {{ ref('int_parties__keyed') }}
),

payer_aliases as (
    select * from {{ ref('payer_aliases') }}
),

invoices as (
    select * from {{ ref('invoices') }}
),

contradicting as (
    select
        gap_id,
        party_kind,
        party_id
    from int_parties__conflicts
    where party_kind = 'account'
    union
    select
        gap_id,
        'customer' as party_kind,
        unnest([customer_id, other_customer_id]) as party_id
    from int_parties__conflicts
),

party_records as (
    select
        contradicting.gap_id,
        keyed.source_record
    from contradicting
    inner join int_parties__keyed as keyed
        on
            contradicting.party_kind = keyed.party_kind
            and contradicting.party_id = keyed.party_id
    union distinct
    select
        conflicts.gap_id,
        payer_aliases.source_record
    from int_parties__conflicts as conflicts
    inner join payer_aliases
        on
            conflicts.detail = payer_aliases.alias
            and conflicts.customer_id = payer_aliases.customer_id
    where conflicts.message_code = 'alias_of_other_customer'
),

records as (
    select * from int_gaps__sale_records
    union distinct
    select * from int_gaps__money_records
    union distinct
    select * from int_gaps__part_payment_records
    union distinct
    select * from party_records
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

with int_closing__months as (
    select * from {{ ref('int_closing__months') }}
),

items as (
    select * from {{ ref('int_closing__bank_accounts') }}
    union all
    select * from {{ ref('int_closing__statements') }}
    union all
    select * from {{ ref('int_closing__documents') }}
    union all
    select * from {{ ref('int_closing__due_periods') }}
    union all
    select * from {{ ref('int_closing__bank_lines') }}
    union all
    select * from {{ ref('int_closing__deferred_revenue') }}
    union all
    select * from {{ ref('int_closing__receivables') }}
    union all
    select * from {{ ref('int_closing__gaps') }}
),

checks as (
    select
        named.check_name,
        named.check_number
    from (
        values
        ('bank_complete', 1), ('bank_statements_follow', 2), ('documents_complete', 3),
        ('due_billed', 4), ('bank_lines_classified', 5), ('deferred_revenue_ties', 6),
        ('receivables_tie', 7), ('gaps_decided', 8)
    ) as named (check_name, check_number)
),

counted as (
    select
        closing_month,
        check_name,
        legal_entity_id,
        currency,
        count(*)::integer as checked_count,
        count(*) filter (where is_failed)::integer as failed_count,
        sum(failed_amount) filter (where is_failed)::decimal(38, 4) as failed_amount,
        array_to_string(list_sort(list(item_id) filter (where is_failed))[1:5], ', ')
            as failed_ids,
        -- Of several accounts the one that is loaded least far says how far all are.
        case when bool_and(loaded_to_date is not null) then min(loaded_to_date) end
            as loaded_to_date
    from items
    group by closing_month, check_name, legal_entity_id, currency
),

int_close_checks as (
    -- What was not there to be checked did neither pass nor fail.
    select
        concat_ws(
            '@', months.closing_month, checks.check_name, months.legal_entity_id, counted.currency
        ) as close_check_id,
        months.closing_month,
        checks.check_name,
        checks.check_number,
        months.legal_entity_id,
        case
            when counted.check_name is null then 'not_applicable'
            when counted.failed_count > 0 then 'fail'
            else 'pass'
        end as check_status,
        coalesce(counted.checked_count, 0) as checked_count,
        coalesce(counted.failed_count, 0) as failed_count,
        counted.failed_ids,
        counted.failed_amount,
        counted.currency,
        counted.loaded_to_date
    from int_closing__months as months
    cross join checks
    left join counted
        on
            months.closing_month = counted.closing_month
            and months.legal_entity_id is not distinct from counted.legal_entity_id
            and checks.check_name = counted.check_name
)

select * from int_close_checks

with recursive int_obligation__versions as (
    select * from {{ ref('int_obligation__versions') }}
),

int_obligation__totals as (
    select * from {{ ref('int_obligation__totals') }}
    where charge_model != 'one_time'
),

int_obligation__lines as (
    select * from {{ ref('int_obligation__lines') }}
),

spans as (
    select
        versions.contract_line_id,
        versions.version_number,
        versions.begins_on,
        versions.term_until,
        -- Up to the next version, or the term's end.
        least(
            lead(versions.begins_on) over (
                partition by versions.contract_line_id order by versions.version_number
            ),
            versions.term_until
        ) as path_until,
        totals.allocated_amount,
        totals.minor_units,
        int_obligation__lines.earning_method,
        {{ earning_position('versions.begins_on', 'int_obligation__lines.earning_method') }}
            as begins_position,
        {{ earning_position('versions.term_until', 'int_obligation__lines.earning_method') }}
            as ends_position
    from int_obligation__versions as versions
    inner join int_obligation__totals as totals
        on
            versions.contract_line_id = totals.contract_line_id
            and versions.version_number = totals.version_number
    inner join int_obligation__lines
        on versions.contract_line_id = int_obligation__lines.contract_line_id
),

paths as (
    -- IFRS 15.21a: what an amendment leaves unearned, and what it adds, is earned evenly over what
    -- is left of the term; of a term cut short nothing is left, and all is settled that day.
    select
        *,
        0::decimal(18, 4) as earned_before
    from spans
    where version_number = 0
    union all
    select
        spans.*,
        {{ earned_on_path('spans.begins_on', 'paths') }} as earned_before
    from paths
    inner join spans
        on
            paths.contract_line_id = spans.contract_line_id
            and paths.version_number + 1 = spans.version_number
),

int_obligation__paths as (
    select * from paths
)

select * from int_obligation__paths

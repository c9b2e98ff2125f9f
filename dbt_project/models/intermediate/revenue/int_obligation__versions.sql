with int_obligation__lines as (
    select * from {{ ref('int_obligation__lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__line_amendments as (
    select * from {{ ref('int_terms__line_amendments') }}
),

int_terms__cancels as (
    select * from {{ ref('int_terms__cancels') }}
),

changes as (
    select
        contract_line_id,
        effective_date as effective_on
    from int_terms__line_amendments
    where kind != 'cancel'
    union distinct
    select
        contract_line_id,
        cancelled_on as effective_on
    from int_terms__cancels
),

dated as (
    select
        contract_line_id,
        life_start as effective_on
    from int_obligation__lines
    union distinct
    select
        changes.contract_line_id,
        changes.effective_on
    from changes
    inner join int_obligation__lines
        on changes.contract_line_id = int_obligation__lines.contract_line_id
    -- A one-time charge is agreed once.
    where
        changes.effective_on > int_obligation__lines.life_start
        and int_obligation__lines.charge_model != 'one_time'
),

extended as (
    -- The term's end as it was known on each of these days.
    select
        dated.contract_line_id,
        dated.effective_on,
        max_by(
            amendments.end_date,
            (amendments.effective_date, amendments.signed_on, amendments.amendment_id)
        ) as extended_end
    from dated
    inner join int_terms__line_amendments as amendments
        on
            dated.contract_line_id = amendments.contract_line_id
            and dated.effective_on >= amendments.effective_date
            and amendments.kind = 'extend'
            and amendments.end_date is not null
    group by dated.contract_line_id, dated.effective_on
),

ended as (
    select
        dated.contract_line_id,
        dated.effective_on,
        -- A one-time charge is priced on its day.
        case
            when contract_lines.charge_model = 'one_time' then dated.effective_on + 1
            else coalesce(extended.extended_end, contract_lines.end_date, contracts.end_date) + 1
        end as agreed_until,
        case
            when int_terms__cancels.cancelled_on <= dated.effective_on
                then int_terms__cancels.cancelled_on
        end as cancelled_on
    from dated
    inner join contract_lines on dated.contract_line_id = contract_lines.contract_line_id
    inner join contracts on contract_lines.contract_id = contracts.contract_id
    left join int_terms__cancels on dated.contract_line_id = int_terms__cancels.contract_line_id
    left join extended
        on
            dated.contract_line_id = extended.contract_line_id
            and dated.effective_on = extended.effective_on
),

kept as (
    -- What is agreed when the term is over already is another agreement, unless it moves the end.
    select
        ended.*,
        least(ended.agreed_until, ended.cancelled_on) as term_until
    from ended
    window line_in_time as (partition by ended.contract_line_id order by ended.effective_on)
    qualify
        ended.effective_on <= ended.agreed_until
        or ended.effective_on <= lag(ended.agreed_until) over line_in_time
),

int_obligation__versions as (
    -- IFRS 15.18: each amendment of the term makes a new version of the agreement from its day on;
    -- one that goes on with a term that was over goes on from its end.
    select
        contract_line_id,
        row_number() over line_in_time - 1 as version_number,
        effective_on,
        least(effective_on, lag(term_until) over line_in_time) as begins_on,
        term_until
    from kept
    window line_in_time as (partition by contract_line_id order by effective_on)
)

select * from int_obligation__versions

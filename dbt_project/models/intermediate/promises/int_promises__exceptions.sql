with contracts as (
    select
        contract_id,
        opportunity_id
    from {{ ref('contracts') }}
),

adjustments as (
    select * from {{ ref('adjustments') }}
),

int_promises__read as (
    select * from {{ ref('int_promises__read') }}
),

told as (
    select distinct
        contract_id,
        concat_ws(
            ' ',
            kind,
            {{ number_text('value') }},
            start_date || '/' || coalesce(end_date::varchar, '')
        ) as words
    from adjustments
    union
    select
        contracts.contract_id,
        '«' || promises.promised_words || '»' as words
    from contracts
    inner join int_promises__read as promises
        on
            (promises.owner_kind = 'contract' and contracts.contract_id = promises.owner_id)
            or (
                promises.owner_kind = 'opportunity'
                and contracts.opportunity_id = promises.owner_id
            )
),

int_promises__exceptions as (
    select
        contract_id,
        string_agg(words, ' · ' order by words) as exceptions
    from told
    group by contract_id
)

select * from int_promises__exceptions

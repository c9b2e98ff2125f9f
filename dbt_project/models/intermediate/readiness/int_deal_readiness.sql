with int_readiness__quotes as (
    select * from {{ ref('int_readiness__quotes') }}
),

int_readiness__contracts as (
    select * from {{ ref('int_readiness__contracts') }}
),

int_readiness__lines as (
    select * from {{ ref('int_readiness__lines') }}
),

int_readiness__unread as (
    select * from {{ ref('int_readiness__unread') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

accounts as (
    select * from {{ ref('accounts') }}
),

messages as (
    select * from {{ ref('messages') }}
),

missing as (
    select
        *,
        null::varchar as contract_id,
        null::varchar as contract_line_id
    from int_readiness__quotes
    union all by name
    select * from int_readiness__contracts
    union all by name
    select * from int_readiness__lines
    union all by name
    select * from int_readiness__unread
),

worded as (
    select
        missing.*,
        terms.en as term_name_en,
        terms.es as term_name_es,
        sentences.en as sentence_en,
        sentences.es as sentence_es
    from missing
    left join messages as terms on terms.code = 'readiness_term_' || missing.missing_term
    left join messages as sentences
        on
            sentences.code = case missing.missing_term
                when 'contract' then 'readiness_without_contract'
                when 'signature' then 'readiness_without_signature'
                else if(missing.told is null, 'readiness_without_term', 'readiness_unread_term')
            end
),

int_deal_readiness as (
    select
        concat_ws('@', worded.opportunity_id, worded.stands_in, worded.record_id)
            as deal_readiness_id,
        worded.opportunity_id,
        worded.quote_id,
        worded.contract_id,
        worded.contract_line_id,
        worded.gap_id,
        opportunities.account_id,
        accounts.name as account_name,
        opportunities.name as opportunity_name,
        opportunities.owner,
        worded.missing_term,
        worded.term_name_en,
        worded.term_name_es,
        worded.stands_in,
        worded.record_id,
        worded.source_record,
        {{ readiness_explanation('en') }} as explanation,
        {{ readiness_explanation('es') }} as explanation_es,
        opportunities.close_date
    from worded
    inner join opportunities on worded.opportunity_id = opportunities.opportunity_id
    left join accounts on opportunities.account_id = accounts.account_id
)

select * from int_deal_readiness

with int_readiness__deals as (
    select * from {{ ref('int_readiness__deals') }}
),

contract_lines as (
    select * from {{ ref('contract_lines') }}
),

milestones as (
    select
        contract_line_id,
        count(*) as milestone_count
    from {{ ref('milestones') }}
    group by contract_line_id
),

int_terms__unpriced as (
    select * from {{ ref('int_terms__unpriced') }}
),

clauses as (
    select
        'adjustment' as clause_kind,
        adjustment_id as clause_id,
        source_record
    from {{ ref('adjustments') }}
    union all
    select
        'amendment' as clause_kind,
        amendment_id as clause_id,
        source_record
    from {{ ref('amendments') }}
),

lines as (
    -- A contract that states the tax of one line and not of another leaves it out; one that states
    -- none leaves it to the ERP.
    select
        deals.opportunity_id,
        contract_lines.*,
        milestones.milestone_count,
        contract_lines.tax_rate is null
        and count(contract_lines.tax_rate) over (partition by contract_lines.contract_id) > 0
            as is_tax_left_out
    from int_readiness__deals as deals
    inner join contract_lines on deals.contract_id = contract_lines.contract_id
    left join milestones on contract_lines.contract_line_id = milestones.contract_line_id
),

terms as (
    -- What keeps a line from being priced because it is not there; what contradicts itself is
    -- `conflicting_master_data`.
    select
        lines.opportunity_id,
        lines.contract_id,
        lines.contract_line_id,
        lines.source_record,
        unnest(string_split(int_terms__unpriced.unpriced_reason, ', ')) as reason
    from lines
    inner join int_terms__unpriced
        on lines.contract_line_id = int_terms__unpriced.contract_line_id
    union all by name
    select
        opportunity_id,
        contract_id,
        contract_line_id,
        source_record,
        'tax_rate missing' as reason
    from lines
    where is_tax_left_out
    union all by name
    select
        opportunity_id,
        contract_id,
        contract_line_id,
        source_record,
        'milestones missing' as reason
    from lines
    where charge_model = 'milestone' and milestone_count is null
),

named as (
    select
        *,
        regexp_extract(reason, '^(?:adjustment|amendment) \w+ (.+): \w+ missing$', 1)
            as clause_id,
        regexp_extract(reason, '^(adjustment|amendment) ', 1) as clause_kind,
        case reason
            when 'price_tiers: no package size' then 'package_size'
            else regexp_extract(reason, '(?:^|: )(\w+) missing$', 1)
        end as missing_term
    from terms
),

int_readiness__lines as (
    -- A clause that holds for several lines lacks its term once.
    select distinct
        named.opportunity_id,
        named.contract_id,
        case when clauses.clause_id is null then named.contract_line_id end as contract_line_id,
        coalesce(clauses.clause_id, named.contract_line_id) as record_id,
        coalesce(clauses.source_record, named.source_record) as source_record,
        named.missing_term,
        case
            when clauses.clause_id is not null
                then clauses.clause_kind || 's.' || named.missing_term
            when named.missing_term = 'package_size' then 'price_tiers.up_to_quantity'
            when named.missing_term in ('price_tiers', 'milestones') then named.missing_term
            else 'contract_lines.' || named.missing_term
        end as stands_in
    from named
    left join clauses
        on named.clause_kind = clauses.clause_kind and named.clause_id = clauses.clause_id
    where named.missing_term != ''
)

select * from int_readiness__lines

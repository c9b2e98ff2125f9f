with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

int_gaps__roots as (
    select * from {{ ref('int_gaps__roots') }}
),

int_gaps__documents as (
    select * from {{ ref('int_gaps__documents') }}
),

int_gaps__cured as (
    select * from {{ ref('int_gaps__cured') }}
),

int_gaps__gathered as (
    select
        int_gaps__findings.* exclude (root_gap_id),
        coalesce(int_gaps__findings.root_gap_id, int_gaps__roots.root_gap_id) as root_gap_id,
        int_gaps__documents.document_ids,
        false as is_cured
    from int_gaps__findings
    left join int_gaps__documents on int_gaps__findings.gap_id = int_gaps__documents.gap_id
    left join int_gaps__roots on int_gaps__findings.gap_id = int_gaps__roots.gap_id
    union all by name
    -- CANONICAL 4: a gap that an earlier run found and that is repaired stays, as it was seen last.
    select
        *,
        true as is_cured
    from int_gaps__cured
)

select * from int_gaps__gathered

-- Fails if a file's rows that were set aside are not all shown with their reason.
with counts as (
    select
        source,
        file,
        sum(rows_quarantined) as rows_quarantined
    from {{ ref('load_counts') }}
    group by source, file
),

shown as (
    select
        source,
        file,
        count(*) as row_count
    from {{ ref('quarantined_rows') }}
    group by source, file
)

select
    counts.source,
    counts.file,
    counts.rows_quarantined,
    coalesce(shown.row_count, 0) as rows_shown
from counts
full join shown on counts.source = shown.source and counts.file = shown.file
where counts.rows_quarantined is distinct from coalesce(shown.row_count, 0)

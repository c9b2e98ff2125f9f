-- Fails if a row of an input file is neither loaded nor set aside: it would be lost in silence.
select
    source,
    file,
    rows_read,
    rows_loaded,
    rows_quarantined
from {{ ref('load_counts') }}
where rows_read != rows_loaded + rows_quarantined

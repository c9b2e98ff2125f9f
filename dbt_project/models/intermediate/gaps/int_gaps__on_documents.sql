with int_billing_gaps as (
    select * from {{ ref('int_billing_gaps') }}
    where status not in ('accepted', 'cured') and document_ids is not null
),

disputes as (
    select
        gap_id,
        max(decided_on) as disputed_on
    from {{ ref('gap_decisions') }}
    where decision = 'disputed'
    group by gap_id
),

gap_classes as (
    select * from {{ ref('gap_classes') }}
),

judged as (
    -- Our own error: too much was billed, and that is proved or likely. That no contract is known
    -- says nothing of the amount. Of a document billed twice only the copy is wrong.
    select
        gaps.gap_id,
        gaps.gap_class,
        gaps.gap_amount,
        gaps.owner,
        disputes.disputed_on,
        gaps.status = 'disputed' or gaps.gap_class = 'rejected_by_buyer' as is_dispute,
        gaps.impact = 'over_billed'
        and gap_classes.gap_group != 'cash'
        and gaps.gap_class != 'invoice_without_contract'
        and gaps.certainty in ('proved', 'probable') as is_own_error,
        unnest(
            case
                when gaps.gap_class = 'duplicate_billing' then [gaps.invoice_id]
                else string_split(gaps.document_ids, ', ')
            end
        ) as invoice_id
    from int_billing_gaps as gaps
    inner join gap_classes on gaps.gap_class = gap_classes.gap_class
    left join disputes on gaps.gap_id = disputes.gap_id and gaps.status = 'disputed'
),

int_gaps__on_documents as (
    select
        invoice_id,
        min_by(gap_id, (-gap_amount, gap_id)) filter (where is_own_error) as hold_gap_id,
        min_by(gap_class, (-gap_amount, gap_id)) filter (where is_own_error) as hold_gap_class,
        min(gap_id) filter (where is_dispute) as dispute_gap_id,
        string_agg(gap_id, ', ' order by gap_id) filter (where not is_own_error and not is_dispute)
            as other_gap_ids,
        string_agg(distinct owner, ', ' order by owner) as gap_owner,
        coalesce(sum(gap_amount) filter (where is_own_error), 0)::decimal(18, 4) as hold_gap_amount,
        min(disputed_on) as disputed_on
    from judged
    group by invoice_id
)

select * from int_gaps__on_documents

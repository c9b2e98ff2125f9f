with int_gaps__period_classes as (
    select * from {{ ref('int_gaps__period_classes') }}
    where gap_class is not null
),

int_gaps__causes as (
    select * from {{ ref('int_gaps__causes') }}
),

int_gaps__periods as (
    select
        int_gaps__period_classes.gap_class,
        case
            when int_gaps__period_classes.gap_class in ('under_billed', 'over_billed')
                then coalesce(int_gaps__causes.gap_cause, 'unexplained')
        end as gap_cause,
        int_gaps__causes.second_gap_cause,
        -- CANONICAL 3, certainty: proved needs links by key and a cause that reproduces.
        case
            when int_gaps__period_classes.confidence < 0.95 then 'probable'
            when
                int_gaps__period_classes.gap_class in ('under_billed', 'over_billed')
                and (
                    int_gaps__causes.gap_cause is null
                    -- Two mistakes at once fit more easily than one.
                    or int_gaps__causes.second_gap_cause is not null
                )
                then 'probable'
            else 'proved'
        end as certainty,
        int_gaps__period_classes.contract_id,
        int_gaps__period_classes.contract_line_id,
        int_gaps__period_classes.milestone_id,
        coalesce(
            int_gaps__period_classes.left_out_invoice_id,
            int_gaps__period_classes.single_invoice_id,
            case
                when int_gaps__period_classes.gap_class != 'duplicate_billing'
                    then int_gaps__period_classes.first_invoice_id
            end
        ) as invoice_id,
        int_gaps__period_classes.legal_entity_id,
        int_gaps__period_classes.billing_period_start,
        int_gaps__period_classes.billing_period_end,
        int_gaps__period_classes.expected_amount,
        int_gaps__period_classes.billed_amount as actual_amount,
        int_gaps__period_classes.invoice_currency as currency,
        int_gaps__period_classes.bill_on,
        coalesce(int_gaps__period_classes.left_out_invoice_ids, int_gaps__causes.detail)
            as detail,
        int_gaps__causes.second_detail,
        int_gaps__causes.component,
        int_gaps__causes.second_component,
        int_gaps__causes.tried_causes,
        int_gaps__causes.reproducing_causes,
        int_gaps__causes.replayed_amount,
        int_gaps__causes.first_replayed_amount,
        int_gaps__period_classes.invoice_ids
    from int_gaps__period_classes
    left join int_gaps__causes
        on
            int_gaps__period_classes.contract_line_id = int_gaps__causes.contract_line_id
            and int_gaps__period_classes.billing_period_start
            = int_gaps__causes.billing_period_start
)

select * from int_gaps__periods

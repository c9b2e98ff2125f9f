with int_invoicing__links as (
    select * from {{ ref('int_invoicing__links') }}
    where is_tie
),

int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
),

int_gaps__ambiguous_periods as (
    -- An invoice line that fits several contract lines may bill any of these periods.
    select distinct
        int_invoicing__links.contract_line_id,
        int_billing__due_periods.billing_period_start
    from int_invoicing__links
    inner join int_invoicing__lines
        on int_invoicing__links.invoice_line_id = int_invoicing__lines.invoice_line_id
    inner join int_billing__due_periods
        on
            int_invoicing__links.contract_line_id = int_billing__due_periods.contract_line_id
            and {{ overlaps(
                'coalesce(int_invoicing__lines.printed_start, int_invoicing__lines.issue_date - 31)',
                'coalesce(int_invoicing__lines.printed_until, int_invoicing__lines.issue_date + 32)',
                'int_billing__due_periods.billing_period_start',
                'int_billing__due_periods.billing_period_end + 1'
            ) }}
)

select * from int_gaps__ambiguous_periods

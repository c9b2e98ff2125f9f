with int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_invoicing__contract_candidates as (
    select
        *,
        true as is_same_product
    from {{ ref('int_invoicing__contract_candidates') }}
),

int_invoicing__customer_candidates as (
    select * from {{ ref('int_invoicing__customer_candidates') }}
),

int_invoicing__sister_candidates as (
    select * from {{ ref('int_invoicing__sister_candidates') }}
),

int_terms__lines as (
    select * from {{ ref('int_terms__lines') }}
),

int_billing__due_periods as (
    select * from {{ ref('int_billing__due_periods') }}
),

candidates as (
    select * from int_invoicing__contract_candidates
    union all by name
    select * from int_invoicing__customer_candidates
    union all by name
    select * from int_invoicing__sister_candidates
),

amounts as (
    -- Candidates whose expected amount for a period that the line touches is just what it bills.
    select distinct
        candidates.invoice_line_id,
        candidates.contract_line_id
    from candidates
    inner join int_invoicing__lines
        on candidates.invoice_line_id = int_invoicing__lines.invoice_line_id
    inner join int_billing__due_periods
        on
            candidates.contract_line_id = int_billing__due_periods.contract_line_id
            and abs(int_invoicing__lines.net_amount) = int_billing__due_periods.invoice_net_amount
            and {{ overlaps(
                'coalesce(int_invoicing__lines.printed_start, int_invoicing__lines.issue_date - 31)',
                'coalesce(int_invoicing__lines.printed_until, int_invoicing__lines.issue_date + 32)',
                'int_billing__due_periods.billing_period_start',
                'int_billing__due_periods.billing_period_end + 1'
            ) }}
),

int_invoicing__candidates as (
    select
        candidates.*,
        amounts.invoice_line_id is not null
        or candidates.attribution_rule = 'sister_amount' as is_same_amount,
        {{ overlaps(
            'coalesce(int_invoicing__lines.printed_start, int_invoicing__lines.issue_date)',
            'coalesce(int_invoicing__lines.printed_until, int_invoicing__lines.issue_date + 1)',
            'int_terms__lines.life_start',
            'int_terms__lines.life_until'
        ) }} as is_live
    from candidates
    inner join int_invoicing__lines
        on candidates.invoice_line_id = int_invoicing__lines.invoice_line_id
    inner join int_terms__lines
        on candidates.contract_line_id = int_terms__lines.contract_line_id
    left join amounts
        on
            candidates.invoice_line_id = amounts.invoice_line_id
            and candidates.contract_line_id = amounts.contract_line_id
)

select * from int_invoicing__candidates

with int_collection__documents as (
    select
        invoice_id,
        legal_entity_id,
        issue_date,
        net_amount,
        total_amount,
        currency
    from {{ ref('int_collection__documents') }}
),

int_collection__terms as (
    select
        invoice_id,
        contract_id
    from {{ ref('int_collection__terms') }}
),

contracts as (
    select
        contract_id,
        withholding_rate,
        early_payment_discount_percent,
        early_payment_discount_days
    from {{ ref('contracts') }}
),

int_collection__tolerances as (
    select * from {{ ref('int_collection__tolerances') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

documents as (
    select
        documents.*,
        contracts.withholding_rate,
        contracts.early_payment_discount_percent * 0.01 as discount_rate,
        documents.issue_date + contracts.early_payment_discount_days as discount_until,
        tolerances.fee_amount,
        {{ payment_tolerance('documents.total_amount', 'tolerances') }} as tolerance_amount,
        currencies.minor_units
    from int_collection__documents as documents
    inner join currencies on documents.currency = currencies.currency
    inner join int_collection__tolerances as tolerances
        on
            documents.legal_entity_id = tolerances.legal_entity_id
            and documents.currency = tolerances.currency
    left join int_collection__terms as terms on documents.invoice_id = terms.invoice_id
    left join contracts on terms.contract_id = contracts.contract_id
),

bases as (
    -- Some take their share of the net amount, some of the total.
    select
        *,
        unnest([net_amount, total_amount]) as base_amount
    from documents
),

agreed as (
    select
        invoice_id,
        'early_payment_discount' as difference_kind,
        1 as preference,
        {{ at_rate('base_amount', 'discount_rate', 'minor_units') }} as agreed_amount,
        tolerance_amount,
        discount_until as last_on
    from bases
    where discount_until is not null
    union
    select
        invoice_id,
        'withholding' as difference_kind,
        2 as preference,
        {{ at_rate('base_amount', 'withholding_rate', 'minor_units') }} as agreed_amount,
        tolerance_amount,
        null as last_on
    from bases
),

int_collection__allowed_differences as (
    -- DOMAIN 3: what a payer may keep back and still have paid, the surest kind first. What is paid
    -- too much is never written off.
    select
        invoice_id,
        difference_kind,
        preference,
        agreed_amount,
        (agreed_amount - tolerance_amount)::decimal(18, 4) as least_amount,
        (agreed_amount + tolerance_amount)::decimal(18, 4) as most_amount,
        last_on
    from agreed
    where agreed_amount > 0
    union
    select
        invoice_id,
        'write_off' as difference_kind,
        3 as preference,
        null as agreed_amount,
        0 as least_amount,
        tolerance_amount as most_amount,
        null as last_on
    from documents
    union
    select
        invoice_id,
        'fee' as difference_kind,
        4 as preference,
        null as agreed_amount,
        0 as least_amount,
        fee_amount as most_amount,
        null as last_on
    from documents
    where fee_amount > 0
)

select * from int_collection__allowed_differences

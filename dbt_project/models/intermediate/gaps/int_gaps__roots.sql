with int_gaps__findings as (
    select * from {{ ref('int_gaps__findings') }}
),

invoices as (
    select
        invoice_id,
        net_amount,
        total_amount,
        currency
    from {{ ref('invoices') }}
    where net_amount > 0
),

int_gaps__plain_roots as (
    select * from {{ ref('int_gaps__plain_roots') }}
),

int_collection__tolerances as (
    select * from {{ ref('int_collection__tolerances') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

missing as (
    -- What a document asks for too much, with its tax.
    select
        findings.gap_id,
        findings.invoice_id,
        case
            when findings.gap_class = 'wrong_tax' then findings.gap_amount
            else try({{ fraction_to_amount(
                whole('findings.gap_amount', 4) ~ ' * ' ~ whole('invoices.total_amount', 4),
                whole('invoices.net_amount', 4) ~ ' * 10000::hugeint',
                'currencies.minor_units'
            ) }})
        end as missing_amount
    from int_gaps__findings as findings
    inner join invoices
        on findings.invoice_id = invoices.invoice_id and findings.currency = invoices.currency
    inner join currencies on invoices.currency = currencies.currency
    where
        findings.gap_amount > 0
        and findings.gap_class in (
            'over_billed', 'duplicate_billing', 'billed_after_end', 'billed_before_start',
            'wrong_tax'
        )
    union all
    -- A part of it that came back.
    select
        gap_id,
        invoice_id,
        -gap_amount as missing_amount
    from int_gaps__findings
    where gap_class = 'returned_payment'
),

claims as (
    -- One of them; or all of them together, told by the largest.
    select
        invoice_id,
        gap_id,
        missing_amount,
        1 as claim_rank
    from missing
    union all
    select
        invoice_id,
        arg_max(gap_id, (missing_amount, gap_id)) as gap_id,
        sum(missing_amount) as missing_amount,
        2 as claim_rank
    from missing
    group by invoice_id
),

short_of_bills as (
    -- CANONICAL 3: one root per delta. A customer who pays what was right to bill leaves short what
    -- was billed too much.
    select
        short.gap_id,
        claims.gap_id as root_gap_id
    from int_gaps__findings as short
    inner join claims on short.invoice_id = claims.invoice_id
    inner join int_collection__tolerances as tolerances
        on
            short.legal_entity_id = tolerances.legal_entity_id
            and short.currency = tolerances.currency
    where
        short.gap_class = 'short_payment'
        and abs(claims.missing_amount + short.gap_amount)
        <= {{ payment_tolerance('short.expected_amount', 'tolerances') }}
    qualify
        row_number() over (
            partition by short.gap_id order by claims.claim_rank, claims.gap_id
        ) = 1
),

int_gaps__roots as (
    select * from short_of_bills
    union all
    select * from int_gaps__plain_roots
)

select * from int_gaps__roots

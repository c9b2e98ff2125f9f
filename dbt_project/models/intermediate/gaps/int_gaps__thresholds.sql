with materiality_thresholds as (
    select * from {{ ref('materiality_thresholds') }}
),

gap_classes as (
    select gap_class from {{ ref('gap_classes') }}
),

currencies as (
    select currency from {{ ref('currencies') }}
),

int_gaps__thresholds as (
    -- The narrowest that is stated: of the class and the currency, of the class, of the currency,
    -- of all.
    select
        gap_classes.gap_class,
        currencies.currency,
        thresholds.threshold_amount,
        thresholds.threshold_percent
    from materiality_thresholds as thresholds
    inner join gap_classes on thresholds.gap_class in (gap_classes.gap_class, 'all')
    inner join currencies on thresholds.currency in (currencies.currency, 'all')
    qualify row_number() over (
        partition by gap_classes.gap_class, currencies.currency
        order by thresholds.gap_class = 'all', thresholds.currency = 'all'
    ) = 1
)

select * from int_gaps__thresholds

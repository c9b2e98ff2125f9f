with int_replay__lines as (
    select
        terms_variant,
        contract_line_id,
        life_until
    from {{ ref('int_replay__lines') }}
),

int_replay__variants as (
    select
        terms_variant,
        billing_period_start
    from {{ ref('int_replay__variants') }}
),

int_billing__periods as (
    select * from {{ ref('int_billing__periods') }}
),

int_replay__periods as (
    -- The diverging period alone, as long as the altered terms let it run.
    select
        int_replay__lines.terms_variant,
        int_billing__periods.* exclude (terms_variant, billing_period_until),
        least(int_billing__periods.full_period_until, int_replay__lines.life_until)
            as billing_period_until
    from int_replay__lines
    inner join int_replay__variants
        on int_replay__lines.terms_variant = int_replay__variants.terms_variant
    inner join int_billing__periods
        on
            int_replay__lines.contract_line_id = int_billing__periods.contract_line_id
            and int_replay__variants.billing_period_start
            = int_billing__periods.billing_period_start
)

select * from int_replay__periods

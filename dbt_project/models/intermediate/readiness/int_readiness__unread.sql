with int_readiness__deals as (
    select * from {{ ref('int_readiness__deals') }}
    where contract_id is null
),

unread_terms as (
    select * from {{ ref('unread_terms') }}
),

int_readiness__unread as (
    -- What a CRM says of a sale in a way that nobody reads is asked for, never guessed.
    select unread_terms.*
    from unread_terms
    semi join int_readiness__deals as deals on unread_terms.opportunity_id = deals.opportunity_id
)

select * from int_readiness__unread

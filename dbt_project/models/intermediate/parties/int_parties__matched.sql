with int_parties__keyed as (
    select * from {{ ref('int_parties__keyed') }}
),

int_parties__payer_lines as (
    select * from {{ ref('int_parties__payer_lines') }}
),

int_collection__payers_by_key as (
    select * from {{ ref('int_collection__payers_by_key') }}
),

int_collection__payers_by_name as (
    select * from {{ ref('int_collection__payers_by_name') }}
),

customers as (
    select * from int_parties__keyed
    where party_kind = 'customer'
),

accounts as (
    select * from int_parties__keyed
    where party_kind = 'account'
),

known_lines as (
    select * from int_collection__payers_by_key
    union all
    select * from int_collection__payers_by_name
),

matches as (
    -- What the CRM itself says.
    select
        accounts.party_kind,
        accounts.party_id,
        customers.party_id as customer_id,
        'declared_id' as crosswalk_rule,
        customers.party_id as evidence,
        false as is_in_text
    from accounts
    inner join customers on accounts.declared_customer_id = customers.party_id
    union all
    select
        accounts.party_kind,
        accounts.party_id,
        customers.party_id as customer_id,
        'tax_id' as crosswalk_rule,
        accounts.tax_id as evidence,
        false as is_in_text
    from accounts
    inner join customers on accounts.tax_id_key = customers.tax_id_key
    union all
    select
        accounts.party_kind,
        accounts.party_id,
        customers.party_id as customer_id,
        'legal_name' as crosswalk_rule,
        accounts.name as evidence,
        false as is_in_text
    from accounts
    inner join customers on {{ same_legal_name('accounts', 'customers') }}
    union all
    -- A bank line knows its payer as the matching of receipts does.
    select
        'payer' as party_kind,
        payer_lines.payer_id as party_id,
        known_lines.customer_id,
        case known_lines.payer_class
            when 'account' then 'declared_id'
            when 'tax_id_in_text' then 'tax_id'
            when 'name' then 'legal_name'
            else known_lines.payer_class
        end as crosswalk_rule,
        known_lines.payer_evidence as evidence,
        known_lines.payer_class = 'tax_id_in_text' as is_in_text
    from int_parties__payer_lines as payer_lines
    inner join known_lines on payer_lines.bank_transaction_id = known_lines.bank_transaction_id
    union all
    -- One company, a customer in two systems.
    select
        ours.party_kind,
        ours.party_id,
        theirs.party_id as customer_id,
        'tax_id' as crosswalk_rule,
        ours.tax_id as evidence,
        false as is_in_text
    from customers as ours
    inner join customers as theirs
        on ours.tax_id_key = theirs.tax_id_key and ours.system_name > theirs.system_name
),

int_parties__matched as (
    select
        party_kind,
        party_id,
        customer_id,
        crosswalk_rule,
        min(evidence) as evidence,
        bool_and(is_in_text) as is_in_text
    from matches
    group by party_kind, party_id, customer_id, crosswalk_rule
)

select * from int_parties__matched

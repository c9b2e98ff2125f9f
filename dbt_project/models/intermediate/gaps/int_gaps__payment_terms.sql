with int_gaps__keyed_documents as (
    select * from {{ ref('int_gaps__keyed_documents') }}
    where document_type = 'invoice' and due_date is not null
),

contracts as (
    select
        contract_id,
        payment_terms_days
    from {{ ref('contracts') }}
    where payment_terms_days is not null
),

legal_entities as (
    select
        legal_entity_id,
        country
    from {{ ref('legal_entities') }}
),

documents as (
    select
        keyed.*,
        contracts.payment_terms_days,
        keyed.issue_date + contracts.payment_terms_days as agreed_on,
        -- DOMAIN 2.4: thirty days are often written as a month, clipped to the month's end.
        case
            when contracts.payment_terms_days > 0 and contracts.payment_terms_days % 30 = 0
                then {{ months_after('keyed.issue_date', '(contracts.payment_terms_days // 30)') }}
        end as agreed_month_on,
        -- DOMAIN 1, Chile: terms run from receipt (law 21.131), which is presumed after eight days
        -- (law 19.983). Elsewhere the day may move past a weekend.
        coalesce(legal_entities.country = 'CL', false) as is_from_receipt
    from int_gaps__keyed_documents as keyed
    inner join contracts on keyed.keyed_contract_id = contracts.contract_id
    left join legal_entities on keyed.legal_entity_id = legal_entities.legal_entity_id
),

judged as (
    select
        *,
        due_date between agreed_on and agreed_on
        + case
            when is_from_receipt then 8
            when isodow(agreed_on) >= 6 then (8 - isodow(agreed_on))::integer
            else 0
        end
        or coalesce(
            due_date between agreed_month_on and agreed_month_on
            + case
                when is_from_receipt then 8
                when isodow(agreed_month_on) >= 6 then (8 - isodow(agreed_month_on))::integer
                else 0
            end,
            false
        ) as is_agreed
    from documents
),

int_gaps__payment_terms as (
    -- A document has one due date: of several contracts it need suit only one.
    select
        'wrong_payment_terms' as gap_class,
        'proved' as certainty,
        invoice_id as subject_id,
        keyed_contract_id as contract_id,
        invoice_id,
        customer_id,
        legal_entity_id,
        net_amount as expected_amount,
        net_amount as actual_amount,
        currency,
        payment_terms_days::varchar as detail,
        agreed_on::varchar as expected_value,
        due_date::varchar as actual_value,
        invoice_id as invoice_ids
    from judged
    qualify
        not bool_or(is_agreed) over (partition by invoice_id)
        and row_number() over (partition by invoice_id order by keyed_contract_id) = 1
)

select * from int_gaps__payment_terms

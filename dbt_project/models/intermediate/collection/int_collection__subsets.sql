with recursive int_collection__subset_candidates as (
    select * from {{ ref('int_collection__subset_candidates') }}
),

amounts as (
    -- Equal amounts are one: which of them is meant, nobody can tell and nobody needs to.
    select
        bank_transaction_id,
        any_value(amount) as amount,
        any_value(payment_policy) as payment_policy,
        open_amount,
        count(*) as equal_count,
        row_number() over (partition by bank_transaction_id order by open_amount desc)
            as amount_number
    from int_collection__subset_candidates
    group by bank_transaction_id, open_amount
),

choices as (
    select
        bank_transaction_id,
        amount_number,
        open_amount,
        unnest(range(1, least(equal_count, 4) + 1)) as chosen_count
    from amounts
),

subsets as (
    select distinct
        bank_transaction_id,
        payment_policy,
        0::bigint as amount_number,
        0::bigint as document_count,
        amount as left_amount,
        []::struct(open_amount decimal(18, 4), chosen_count bigint)[] as chosen
    from amounts
    union all
    select
        subsets.bank_transaction_id,
        subsets.payment_policy,
        choices.amount_number,
        subsets.document_count + choices.chosen_count as document_count,
        (subsets.left_amount - choices.open_amount * choices.chosen_count)::decimal(18, 4)
            as left_amount,
        list_append(
            subsets.chosen,
            struct_pack(
                open_amount := choices.open_amount, chosen_count := choices.chosen_count
            )
        ) as chosen
    from subsets
    inner join choices
        on
            subsets.bank_transaction_id = choices.bank_transaction_id
            and subsets.amount_number < choices.amount_number
            and subsets.document_count + choices.chosen_count <= 4
            and subsets.left_amount >= choices.open_amount * choices.chosen_count
),

fitting as (
    -- Who is known to pay by few documents means the smallest of the sets that fit.
    select *
    from subsets
    where left_amount = 0
    qualify
        payment_policy is distinct from 'fewest'
        or document_count = min(document_count) over (partition by bank_transaction_id)
),

single as (
    -- DOMAIN 3, rule 9: at most four documents, and only where one set of amounts fits.
    select
        bank_transaction_id,
        unnest(chosen) as part
    from fitting
    qualify count(*) over (partition by bank_transaction_id) = 1
),

int_collection__subsets as (
    select
        bank_transaction_id,
        part['open_amount'] as open_amount,
        part['chosen_count'] as chosen_count
    from single
)

select * from int_collection__subsets

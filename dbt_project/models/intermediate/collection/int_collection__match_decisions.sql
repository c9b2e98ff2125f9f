with int_collection__decided_pairs as (
    select * from {{ ref('int_collection__decided_pairs') }}
),

wanted as (
    select
        *,
        decision != 'rejected' and decision_status = 'standing' as is_placing,
        document_sign * sign(line_amount) as direction,
        coalesce(abs(amount), least(abs(line_amount), owed_amount)) as wanted_amount
    from int_collection__decided_pairs
),

filled as (
    -- Latest first: an older decision keeps what a later one left. Notes make room before.
    select
        *,
        abs(line_amount) - coalesce(
            sum(direction * wanted_amount) over (
                partition by bank_transaction_id, is_placing
                order by direction asc, decided_on desc, invoice_id asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as line_room,
        owed_amount - coalesce(
            sum(wanted_amount) over (
                partition by invoice_id, is_placing
                order by decided_on desc, booked_on asc, bank_transaction_id asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as document_room
    from wanted
),

placed as (
    select
        *,
        case
            when amount is not null then wanted_amount
            when direction = 1 then least(wanted_amount, line_room, document_room)
            else least(wanted_amount, document_room)
        end as placed_amount
    from filled
),

int_collection__match_decisions as (
    -- Applied: never more than the line, nor than the document owed.
    select
        bank_transaction_id,
        invoice_id,
        decision,
        amount,
        owner,
        reason,
        case
            when not is_placing then decision_status
            when max(direction) over (partition by bank_transaction_id, is_placing) = -1
                then 'wrong_way'
            when direction = 1 and (placed_amount > line_room or line_room <= 0)
                then 'more_than_line'
            when placed_amount > document_room or placed_amount <= 0 then 'more_than_owed'
            else 'standing'
        end as decision_status,
        legal_entity_id,
        customer_id,
        booked_on,
        currency,
        invoice_currency,
        (document_sign * placed_amount)::decimal(18, 4) as placed_amount,
        source_record,
        decided_on
    from placed
)

select * from int_collection__match_decisions

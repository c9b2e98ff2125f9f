{# What a bank line says, reduced to what can be compared; and what a pass leaves for the next. #}

{% macro plain_text(text) -%}
    upper(strip_accents({{ text }}))
{%- endmacro %}

{% macro tax_id_key(tax_id) -%}
    {#- Dots, dashes, leading zeros (Santander prints a RUT in ten digits) and a country's letters
        before the number are the printer's; what is left is the identity. -#}
    ltrim(
        regexp_replace(
            regexp_replace({{ plain_text(tax_id) }}, '[^0-9A-Z]', '', 'g'),
            '^[A-Z]{2}([0-9]{6,}[0-9A-Z]?)$', '\1'
        ),
        '0'
    )
{%- endmacro %}

{% macro tax_ids_in(text) -%}
    {#- Everything in a text that has the shape of a tax id: RUT with dots, dash, zeros or none of
        them, RFC, CNPJ, NIF, plain runs of digits. Which one is somebody's, a join decides. -#}
    regexp_extract_all(
        regexp_replace({{ plain_text(text) }}, '\b(?:R\.?U\.?T|R\.?F\.?C)\.?', ' ', 'g'),
        '\b[0-9]{1,3}(?:\.[0-9]{3}){2}-?[0-9K]\b'
        || '|\b[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-[0-9]{2}\b'
        || '|\b[0-9]{6,10}-[0-9K]\b'
        || '|\b[A-Z&]{3,4}[0-9]{6}[0-9A-Z]{3}\b'
        || '|\b[A-Z][0-9]{8}\b'
        || '|\b[0-9]{7,14}[A-Z]?\b'
    )
{%- endmacro %}

{% macro number_key(number) -%}
    {#- A document number without what people leave out: separators, zeros before the digits. -#}
    regexp_replace(
        regexp_replace({{ plain_text(number) }}, '[^0-9A-Z]', '', 'g'),
        '(^|[A-Z])0+([0-9])', '\1\2', 'g'
    )
{%- endmacro %}

{% macro party_name(name) -%}
    {#- Upper case, no accents, no punctuation; `S.A.` and `S. A.` read alike. -#}
    trim(
        regexp_replace(
            replace(regexp_replace({{ plain_text(name) }}, '[.''’´`]', '', 'g'), '&', ' Y '),
            '[^0-9A-Z]+', ' ', 'g'
        )
    )
{%- endmacro %}

{% macro legal_form_pattern() -%}
    (' (SOCIEDAD ANONIMA( CERRADA)?|SOCIEDAD POR ACCIONES|S ?A( ?B)? DE C ?V|SAPI DE C ?V'
     || '|S ?DE ?RL( DE C ?V)?|S ?A|S ?A ?C|S ?A ?S|S ?P ?A|S ?R ?L|S ?L|S ?C|E ?I ?R ?L'
     || '|LTDA|LIMITADA|LTD|LIMITED|INC|INCORPORATED|LLC|L L C|CORP|CORPORATION|PLC|GMBH|AG'
     || '|B ?V|N ?V)$')
{%- endmacro %}

{% macro name_stem(party_name) -%}
    {#- A party's name before its legal form. -#}
    regexp_replace({{ party_name }}, {{ legal_form_pattern() }}, '')
{%- endmacro %}

{% macro legal_form(party_name) -%}
    {#- The legal form, its spellings folded; empty where the name has none. -#}
    case replace(regexp_extract({{ party_name }}, {{ legal_form_pattern() }}, 1), ' ', '')
        when 'LIMITADA' then 'LTDA'
        when 'LIMITED' then 'LTD'
        when 'INCORPORATED' then 'INC'
        when 'CORPORATION' then 'CORP'
        when 'SOCIEDADANONIMA' then 'SA'
        when 'SOCIEDADPORACCIONES' then 'SPA'
        else replace(regexp_extract({{ party_name }}, {{ legal_form_pattern() }}, 1), ' ', '')
    end
{%- endmacro %}

{% macro reordered_name(text, name) -%}
    {#- The words of a name of two to four where they stand together in a text, in any order; null
        where they do not. -#}
    case
        when len(string_split({{ name }}, ' ')) between 2 and 4
            then array_to_string(
                list_filter(
                    list_transform(
                        range(1, len(string_split({{ text }}, ' ')) + 1),
                        lambda place: string_split({{ text }}, ' ')[
                            place : place + len(string_split({{ name }}, ' ')) - 1
                        ]
                    ),
                    lambda words: list_sort(words) = list_sort(string_split({{ name }}, ' '))
                )[1],
                ' '
            )
    end
{%- endmacro %}

{% macro application_reach_days() -%}
    {#- How far apart the bank's date and the ERP's may lie for one and the same money. -#}
    10
{%- endmacro %}

{% macro matching_passes() -%}
    {#- The passes that match bank lines to documents, strongest evidence first. A new pass adds its
        line here and its model, and nothing else. -#}
    {{ return([
        'by_decision',
        'by_erp_assignment',
        'by_erp_application',
        'by_remittance',
        'by_number',
        'by_several_numbers',
        'by_number_adjusted',
        'by_number_in_part',
        'by_payer_converted',
        'by_payer',
        'by_payer_adjusted',
        'by_payer_all_open',
        'by_payer_subset',
        'by_payer_oldest_first',
        'by_payer_only_document',
        'refunds',
    ]) }}
{%- endmacro %}

{% macro unless_rejected(pairs) -%}
    {#- Of line and document only what no person rejected. -#}
    anti join {{ ref('int_collection__rejected_pairs') }} as rejected
        on
            {{ pairs }}.bank_transaction_id = rejected.bank_transaction_id
            and {{ pairs }}.invoice_id = rejected.invoice_id
{%- endmacro %}

{% macro matches_before(matching_pass=none) -%}
    {#- What the passes before this one found; of all passes where none is named. -#}
    {%- set passes = matching_passes() -%}
    {%- set earlier = passes[: passes.index(matching_pass)] if matching_pass else passes -%}
    {%- for name in earlier %}
    select
        matches.bank_transaction_id,
        matches.invoice_id,
        matches.match_rule,
        matches.review_reason,
        matches.difference_kind,
        matches.booked_on,
        matches.bank_amount,
        matches.currency,
        matches.matched_amount,
        matches.invoice_currency,
        matches.confidence,
        matches.candidate_count,
        matches.is_posted,
        matches.evidence
    from {{ ref('int_collection__' ~ name) }} as matches
    {{ unless_rejected('matches') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{% macro known_receipts(relation, keys) -%}
    {#- CTE `known_<relation>`: how much money certainly arrived per `keys`, counted once, where the
        ERP's record (`applied_amount`) and bank lines (`banked_amount`) both tell of it. Each row
        has the last day on which its bank line can be (`happened_on`; a bank line's own day). What
        the ERP knew before a day and what the bank shows from that day on are different money: the
        largest such sum over all days is the answer. DECISIONS.md, Collection. -#}
cut_{{ relation }} as (
    select
        {{ keys | join(', ') }},
        sum(applied_amount) over (partition by {{ keys | join(', ') }}) as applied_total,
        sum(applied_amount) over (partition by {{ keys | join(', ') }} order by happened_on)
        - sum(applied_amount) over (partition by {{ keys | join(', ') }}, happened_on)
        + sum(banked_amount) over (partition by {{ keys | join(', ') }})
        - sum(banked_amount) over (partition by {{ keys | join(', ') }} order by happened_on)
        + sum(banked_amount) over (partition by {{ keys | join(', ') }}, happened_on)
            as separate_amount
    from {{ relation }}
),

known_{{ relation }} as (
    select
        {{ keys | join(', ') }},
        greatest(max(separate_amount), any_value(applied_total))::decimal(18, 4) as received_amount
    from cut_{{ relation }}
    group by {{ keys | join(', ') }}
)
{%- endmacro %}

{% macro open_on_line_date(pairs, earlier) -%}
    {#- CTE `open_<pairs>`: the pairs of bank line and document with `open_amount`, what the
        document still owed when the line was booked: its total less credits, less what was
        certainly paid before, less what earlier passes gave it. An ERP application that may be this
        very line does not count. `pairs` holds bank_transaction_id, invoice_id, booked_on,
        total_amount. -#}
events_of_{{ pairs }} as (
    select
        pairs.bank_transaction_id,
        pairs.invoice_id,
        applications.latest_line_on as happened_on,
        applications.applied_amount,
        0::decimal(18, 4) as banked_amount
    from {{ pairs }} as pairs
    inner join {{ ref('int_collection__applications') }} as applications
        on
            pairs.invoice_id = applications.invoice_id
            and pairs.booked_on > applications.latest_line_on
    union all
    select
        pairs.bank_transaction_id,
        pairs.invoice_id,
        earlier.booked_on as happened_on,
        0::decimal(18, 4) as applied_amount,
        -- Of a credit note below zero: it is used up like any document.
        abs(earlier.matched_amount) as banked_amount
    from {{ pairs }} as pairs
    inner join {{ earlier }} as earlier
        on pairs.invoice_id = earlier.invoice_id and earlier.is_posted
),

{{ known_receipts('events_of_' ~ pairs, ['bank_transaction_id', 'invoice_id']) }},

last_matches_of_{{ pairs }} as (
    select
        invoice_id,
        max(booked_on) as last_matched_on
    from {{ earlier }}
    where is_posted
    group by invoice_id
),

credits_of_{{ pairs }} as (
    -- A credit between this line and a later one that is matched already counts too.
    select
        pairs.bank_transaction_id,
        pairs.invoice_id,
        sum(credits.credited_amount) as credited_amount
    from {{ pairs }} as pairs
    left join last_matches_of_{{ pairs }} as last_matches
        on pairs.invoice_id = last_matches.invoice_id
    inner join {{ ref('int_collection__credits') }} as credits
        on
            pairs.invoice_id = credits.invoice_id
            and credits.credited_on
            <= greatest(pairs.booked_on, coalesce(last_matches.last_matched_on, pairs.booked_on))
    group by pairs.bank_transaction_id, pairs.invoice_id
),

open_{{ pairs }} as (
    select
        pairs.*,
        (
            pairs.total_amount
            - coalesce(credits.credited_amount, 0)
            - coalesce(known.received_amount, 0)
        )::decimal(18, 4) as open_amount
    from {{ pairs }} as pairs
    left join credits_of_{{ pairs }} as credits
        on
            pairs.bank_transaction_id = credits.bank_transaction_id
            and pairs.invoice_id = credits.invoice_id
    left join known_events_of_{{ pairs }} as known
        on
            pairs.bank_transaction_id = known.bank_transaction_id
            and pairs.invoice_id = known.invoice_id
)
{%- endmacro %}

{% macro lines_left(receipts, matching_pass) -%}
    {#- CTEs: `earlier`, all that the passes before found; `left_of_<receipts>`, the receipts that
        none of them posted. -#}
earlier as (
    {{ matches_before(matching_pass) }}
),

posted_before as (
    select bank_transaction_id
    from earlier
    where is_posted
    group by bank_transaction_id
),

left_of_{{ receipts }} as (
    select receipts.*
    from {{ receipts }} as receipts
    left join posted_before
        on receipts.bank_transaction_id = posted_before.bank_transaction_id
    where posted_before.bank_transaction_id is null
)
{%- endmacro %}

{% macro open_quotes(matching_pass) -%}
    {#- CTE `open_quotes`: the lines still left × the documents that their text quotes and that
        were still open when the line was booked, with what was open. -#}
quoting as (
    -- What a remittance says is not overruled by a number in the text.
    select * from {{ ref('int_collection__receipts') }}
    where not has_remittance
),

{{ lines_left('quoting', matching_pass) }},

quoted as (
    select
        receipts.bank_transaction_id,
        receipts.booked_on,
        receipts.amount,
        receipts.currency,
        receipts.payer_customer_id,
        receipts.payer_class,
        quotes.token,
        quotes.is_weak,
        quotes.is_sure,
        quotes.is_payer_compatible,
        documents.invoice_id,
        documents.customer_id,
        documents.total_amount,
        documents.currency as invoice_currency
    from left_of_quoting as receipts
    inner join {{ ref('int_collection__quotes') }} as quotes
        on receipts.bank_transaction_id = quotes.bank_transaction_id
    inner join {{ ref('int_collection__documents') }} as documents
        on
            quotes.invoice_id = documents.invoice_id
            and receipts.currency = documents.currency
            and receipts.booked_on >= documents.issue_date
    {{ unless_rejected('quotes') }}
),

{{ open_on_line_date('quoted', 'earlier') }},

weighed_quotes as (
    select
        *,
        sum(open_amount) over lines as quoted_sum,
        sum(open_amount) filter (where not is_weak) over lines as sure_sum
    from open_quoted
    where open_amount > 0
    window lines as (partition by bank_transaction_id)
),

open_quotes as (
    -- A short number or a year counts only where the amount needs it.
    select
        * exclude (quoted_sum, sure_sum),
        count(*) over (partition by bank_transaction_id)::integer as candidate_count,
        count(distinct token) over (partition by bank_transaction_id) as token_count
    from weighed_quotes
    where
        not is_weak
        or (
            sure_sum is distinct from amount
            and (quoted_sum = amount or (sure_sum is null and open_amount = amount))
        )
)
{%- endmacro %}

{% macro open_payer_documents(matching_pass, condition) -%}
    {#- CTE `open_payer_documents`: the lines still left whose payer is known × the documents that it
        may pay and that were open when the line was booked, with what was open. `condition` narrows
        the pairs of `receipts` and `documents` before what was open is worked out. -#}
naming_nothing as (
    -- A line that tells what it pays is not matched to another document by its amount.
    select * from {{ ref('int_collection__receipts') }}
    where payer_customer_id is not null and not has_quotes and not has_remittance
),

{{ lines_left('naming_nothing', matching_pass) }},

known_to_erp as (
    select bank_transaction_id
    from {{ ref('int_collection__payment_lines') }}
    group by bank_transaction_id
),

settled_before as (
    select
        invoice_id,
        sum(matched_amount) as matched_amount
    from earlier
    where is_posted
    group by invoice_id
),

payer_pairs as (
    -- Not a line that may be one of several payments of the ERP, whose documents an amount must not
    -- overrule.
    select
        receipts.*,
        documents.invoice_id,
        documents.invoice_number,
        documents.customer_id,
        documents.issue_date,
        documents.total_amount,
        documents.currency as invoice_currency
    from left_of_naming_nothing as receipts
    left join known_to_erp on receipts.bank_transaction_id = known_to_erp.bank_transaction_id
    inner join {{ ref('int_collection__payable_customers') }} as payable_customers
        on receipts.payer_customer_id = payable_customers.payer_customer_id
    inner join {{ ref('int_collection__documents') }} as documents
        on
            payable_customers.customer_id = documents.customer_id
            and receipts.legal_entity_id = documents.legal_entity_id
            and receipts.currency = documents.currency
            and {{ condition }}
    left join settled_before on documents.invoice_id = settled_before.invoice_id
    anti join {{ ref('int_collection__rejected_pairs') }} as rejected
        on
            receipts.bank_transaction_id = rejected.bank_transaction_id
            and documents.invoice_id = rejected.invoice_id
    where
        known_to_erp.bank_transaction_id is null
        and documents.total_amount > coalesce(settled_before.matched_amount, 0)
),

{{ open_on_line_date('payer_pairs', 'earlier') }},

open_payer_documents as (
    select * from open_payer_pairs
    where open_amount > 0
)
{%- endmacro %}

{% macro first_claims(candidates) -%}
    {#- CTE `still_open`: the lines that pay several documents, none of which a line before them
        took. -#}
claimed as (
    select
        *,
        row_number() over (
            partition by invoice_id order by booked_on, bank_transaction_id
        ) as claim_number
    from {{ candidates }}
),

still_open as (
    select *
    from claimed
    qualify max(claim_number) over (partition by bank_transaction_id) = 1
)
{%- endmacro %}

{% macro statement_warning(language) -%}
    {#- The sentence of a statement's warning; a code without sentence shows with its value. -#}
    replace(
        replace(
            coalesce(messages.{{ language }}, statements.warning_code || ': {value}'),
            '{file}', statements.source_file
        ),
        '{value}', coalesce(statements.warning_value, '')
    )
{%- endmacro %}

{% macro match_decision_sentence(language) -%}
    {#- What a decision on a match is worth, as a sentence. -#}
    replace(
        replace(
            replace(messages.{{ language }}, '{line}', decisions.bank_transaction_id),
            '{document}', coalesce(decisions.invoice_id, '')
        ),
        '{decided_on}', decisions.decided_on::varchar
    )
{%- endmacro %}

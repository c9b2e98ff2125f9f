{# From what a CRM holds of its deals to contracts: each rule is written here once, and called by the
   thin models of each vendor on what it has. `fields` names where a vendor keeps what is read. #}

{% macro crm_sold_deals(system, deals, opportunities, currencies, options) %}
-- Every deal, with what the company's own fields say of its terms.
with declared as (
    {{ crm_declared(options) }}
),

readings as (
    select
        deals.*,
        {{ crm_day('declared_start') }} as start_date,
        {{ crm_day('declared_end') }} as end_date,
        {{ crm_months(crm_word('declared_months')) }} as month_count,
        {{ crm_period(crm_word('declared_billing_period')) }} as billing_period,
        {{ crm_word('declared_billing_timing') }} as timing_word,
        {{ crm_word('declared_currency') }} as currency_word,
        {{ crm_word('declared_index') }} as index_code,
        -- A field of numbers says 0 where nothing is free.
        {{ crm_months("nullif(declared_free_months, '0')") }} as free_months,
        {{ crm_count('declared_payment_days') }} as payment_terms_days,
        coalesce({{ crm_word('declared_legal_entity') }}, declared.legal_entity_id)
            as legal_entity_id
    from {{ deals }} as deals
    cross join declared
),

judged as (
    select
        readings.*,
        case when timing_word in ('in_advance', 'in_arrears') then timing_word end
            as billing_timing,
        currencies.currency as contract_currency
    from readings
    left join {{ currencies }} as currencies on readings.currency_word = currencies.currency
)

select
    opportunities.opportunity_id,
    opportunities.account_id,
    opportunities.is_won,
    opportunities.close_date,
    opportunities.amount,
    opportunities.currency as deal_currency,
    judged.deal_id,
    judged.start_date,
    judged.end_date,
    judged.month_count,
    judged.billing_period,
    coalesce(judged.billing_timing, 'in_advance') as billing_timing,
    coalesce(judged.contract_currency, opportunities.currency) as currency,
    judged.index_code,
    judged.free_months,
    judged.payment_terms_days,
    judged.legal_entity_id,
    judged.source_record,
    list_filter([
        {%- for term, role, reading in [
            ('start_date', 'start', 'start_date'),
            ('term_end', 'end', 'end_date'),
            ('term_months', 'months', 'month_count'),
            ('billing_period', 'billing_period', 'billing_period'),
            ('billing_timing', 'billing_timing', 'billing_timing'),
            ('currency', 'currency', 'contract_currency'),
            ('payment_terms_days', 'payment_days', 'payment_terms_days'),
        ] %}
        {{ crm_unread(
            term, crm_field('deal_fields', role), 'judged.declared_' ~ role, 'judged.' ~ reading
        ) }},
        {%- endfor %}
        {{ crm_unread(
            'free_months',
            crm_field('deal_fields', 'free_months'),
            "nullif(judged.declared_free_months, '0')",
            'judged.free_months'
        ) }},
        case
            when judged.legal_entity_id is null
                then
                    {{ crm_finding('legal_entity_id', crm_field('deal_fields', 'legal_entity')) }}
        end
    ], lambda finding: finding is not null) as findings
from judged
cross join declared
inner join {{ opportunities }} as opportunities
    on '{{ system }}:' || judged.deal_id = opportunities.opportunity_id
{% endmacro %}

{% macro crm_sold_items(items, deals, options, fields) %}
-- Every line item of a deal, with its days, months and rhythms read, and what of them is not.
with declared as (
    {{ crm_declared(options) }}
),

readings as (
    select
        items.*,
        deals.opportunity_id,
        deals.start_date as deal_start,
        deals.end_date as deal_end,
        deals.month_count as deal_months,
        {{ crm_word('items.frequency') }} as price_word,
        coalesce({{ crm_period(crm_word('items.declared_billing_period')) }}, deals.billing_period)
            as declared_rhythm,
        coalesce({{ crm_day('items.declared_start') }}, {{ crm_day('items.billing_start') }})
            as own_start,
        coalesce({{ crm_day('items.declared_end') }}, {{ crm_day('items.billing_end') }})
            as own_end,
        {{ crm_months(crm_word('items.declared_months')) }} as declared_month_count,
        {{ crm_months('items.term') }} as term_month_count,
        {{ crm_count('items.payment_count') }} as payments,
        {{ crm_months("nullif(items.term_months, '0')") }} as counted_months,
        {{ crm_months("nullif(items.declared_free_months, '0')") }} as free_months
    from {{ items }} as items
    inner join {{ deals }} as deals on items.deal_id = deals.deal_id
    cross join declared
),

worded as (
    -- One line a month: the n-th is that of the n-th month of the deal.
    select
        readings.*,
        price_word is not null and not {{ crm_is_once('price_word') }} as is_recurring,
        {{ crm_period('price_word') }} as stated_period,
        {{ crm_is_meaning('price_word') }} as is_priced_by_meaning,
        if(price_word is null, {{ crm_instalment('readings.name') }}, null) as instalment
    from readings
    cross join declared
),

dated as (
    select
        *,
        coalesce(
            own_start,
            case
                when instalment > 0 then {{ months_after('deal_start', '(instalment - 1)') }}
                else deal_start
            end
        ) as start_date,
        coalesce(
            declared_month_count,
            term_month_count,
            payments * {{ period_months('stated_period') }},
            counted_months
        ) as own_months
    from worded
),

counted as (
    -- The months of the whole term, where the price is that of it.
    select
        *,
        coalesce(own_months, deal_months) as month_count,
        coalesce(
            {{ whole_months('start_date', 'own_end') }},
            own_months,
            if(
                own_end is null,
                coalesce(deal_months, {{ whole_months('start_date', 'deal_end') }}),
                null
            )
        ) as price_months
    from dated
)

select
    counted.*,
    coalesce(stated_period, {{ crm_meant_period('price_word', 'price_months') }}) as price_period,
    -- A price of a month, a year or a term says nothing of how often it is billed.
    coalesce(declared_rhythm, stated_period) as billing_period,
    list_filter([
        {%- for term, stands_in, words, reading in [
            ('start_date', crm_field('line_fields', 'start'), 'declared_start',
                crm_day('declared_start')),
            ('start_date', fields['start'], 'billing_start', crm_day('billing_start')),
            ('term_end', crm_field('line_fields', 'end'), 'declared_end',
                crm_day('declared_end')),
            ('term_end', fields['end'], 'billing_end', crm_day('billing_end')),
            ('term_months', crm_field('line_fields', 'months'), 'declared_months',
                'declared_month_count'),
            ('term_months', fields['term'], 'term', 'term_month_count'),
            ('term_months', fields['payments'], 'payment_count', 'payments'),
            ('term_months', fields['months'], "nullif(term_months, '0')", 'counted_months'),
            ('billing_period', crm_field('line_fields', 'billing_period'),
                'declared_billing_period',
                crm_period(crm_word('declared_billing_period'))),
            ('free_months', crm_field('line_fields', 'free_months'),
                "nullif(declared_free_months, '0')", 'free_months'),
        ] if stands_in %}
        {{ crm_unread(
            term, stands_in, words, reading
        ) }},
        {%- endfor %}
        case
            when is_recurring and stated_period is null and not is_priced_by_meaning
                then {{ crm_finding('price_period', fields['frequency'], 'frequency') }}
        end,
        case
            when not is_price_told
                then {{ crm_finding('price_period', fields['frequency']) }}
        end
    ], lambda finding: finding is not null) as findings
from counted
cross join declared
{% endmacro %}

{% macro crm_sold_amounts(deals, items, options, fields) %}
-- A deal without items is one line, where the company says what its amount means. A CRM may count
-- deals and line items apart: one id may be both.
with declared as (
    {{ crm_declared(options) }}
),

counted as (
    select
        *,
        coalesce(month_count, {{ whole_months('start_date', 'end_date') }}) as price_months
    from {{ deals }}
)

select
    deals.opportunity_id,
    deals.deal_id || '@amount' as line_id,
    false as is_item,
    'deal' as product_id,
    null::varchar as description,
    true as is_recurring,
    null::decimal(18, 8) as quantity,
    deals.amount::decimal(18, 8) as unit_price,
    {{ crm_meant_period('declared.amount_meaning', 'deals.price_months') }} as price_period,
    deals.billing_period,
    deals.start_date,
    coalesce(deals.end_date, {{ after_months('deals.start_date', 'deals.month_count') }})
        as end_date,
    null::decimal(18, 8) as discount_percent,
    null::integer as free_months,
    list_filter([
        case
            when declared.amount_meaning is null
                then {{ crm_finding('contract_lines', fields['items']) }}
        end,
        case
            when deals.start_date is null
                then {{ crm_finding('start_date', crm_field('deal_fields', 'start')) }}
        end,
        case
            when deals.billing_period is null
                then
                    {{ crm_finding('billing_period', crm_field('deal_fields', 'billing_period')) }}
        end,
        case
            when deals.amount is null then {{ crm_finding('unit_price', fields['amount']) }}
        end,
        case
            when declared.amount_meaning = 'tcv' and deals.price_months is null
                then {{ crm_finding('term_months', crm_field('deal_fields', 'months')) }}
        end
    ], lambda finding: finding is not null) as findings,
    deals.source_record
from counted as deals
cross join declared
anti join {{ items }} as sold on deals.opportunity_id = sold.opportunity_id
{% endmacro %}

{% macro crm_sold_lines(items, amounts, options, fields) %}
-- Every line item as a line with a start and an end, and those of amounts where there are any.
with declared as (
    {{ crm_declared(options) }}
),

ended as (
    -- Of an item without an end of its own, one of the same product that starts later takes the
    -- place, where the company sells steps of one price so.
    select
        *,
        case
            when is_recurring
                then coalesce(own_end, {{ after_months('start_date', 'own_months') }})
        end as item_end,
        case
            when is_recurring
                then coalesce(own_end, {{ after_months('start_date', 'month_count') }}, deal_end)
        end as stated_end,
        case
            when is_recurring
                then min(start_date) over (
                    partition by opportunity_id, product_id, is_recurring
                    order by start_date asc
                    range between interval 1 day following and unbounded following
                )
        end as next_start
    from {{ items }}
),

sold_items as (
    select
        ended.opportunity_id,
        ended.line_item_id as line_id,
        true as is_item,
        ended.product_id,
        ended.name as description,
        ended.is_recurring,
        ended.quantity,
        ended.unit_price,
        if(ended.is_recurring, ended.price_period, null) as price_period,
        if(ended.is_recurring, ended.billing_period, null) as billing_period,
        ended.start_date,
        coalesce(
            ended.item_end,
            if(declared.is_staggered_a_ramp, ended.next_start - 1, null),
            ended.stated_end
        ) as end_date,
        ended.discount_percent,
        ended.free_months,
        ended.findings || list_filter([
            case
                when ended.start_date is null
                    then {{ crm_finding('start_date', crm_field('line_fields', 'start')) }}
            end,
            case
                when ended.unit_price is null
                    then {{ crm_finding('unit_price', fields['price']) }}
            end,
            case
                when ended.quantity <= 0
                    then
                        {{ crm_finding(
                            'quantity', fields['quantity'], number_text('ended.quantity')
                        ) }}
            end,
            case
                when lower(ended.price_word) = 'tcv' and ended.price_months is null
                    then {{ crm_finding('term_months', crm_field('line_fields', 'months')) }}
            end,
            case
                when ended.is_priced_by_meaning and ended.billing_period is null
                    then
                        {{ crm_finding(
                            'billing_period', crm_field('deal_fields', 'billing_period')
                        ) }}
            end,
            case
                when
                    ended.stated_end is null
                    and ended.next_start is not null
                    and not declared.is_staggered_a_ramp
                    then {{ crm_finding('term_end', fields['step_end']) }}
            end
        ], lambda finding: finding is not null) as findings,
        ended.source_record
    from ended
    cross join declared
)

select * from sold_items
{%- if amounts %}
union all by name
select * from {{ amounts }}
{%- endif %}
{% endmacro %}

{% macro crm_sold_terms(deals, lines, options) %}
-- Won deals, where nothing else holds the contracts: one whose terms are read is a contract.
with declared as (
    {{ crm_declared(options) }}
),

deal_lines as (
    select
        opportunity_id,
        min(start_date) as first_start,
        -- Without an end where a line has none.
        if(
            bool_and(end_date is not null) filter (where is_recurring),
            max(end_date) filter (where is_recurring),
            null
        ) as last_end,
        sum(len(findings)) as finding_count
    from {{ lines }}
    group by opportunity_id
)

select
    deals.*,
    deal_lines.last_end,
    coalesce(deals.start_date, deal_lines.first_start) as contract_start,
    len(deals.findings) + deal_lines.finding_count = 0 as is_read
from {{ deals }} as deals
inner join declared on declared.is_contract
inner join deal_lines on deals.opportunity_id = deal_lines.opportunity_id
where deals.is_won
{% endmacro %}

{% macro crm_contracts(terms, accounts, offers) %}
-- Won deals whose terms are all read. `offers` are the deals whose own items stand for a quote.
select
    terms.opportunity_id as contract_id,
    terms.opportunity_id,
    offers.quote_id,
    terms.account_id,
    buyers.erp_customer_id as customer_id,
    terms.legal_entity_id,
    terms.currency,
    -- Priced in a unit of account, invoiced in the deal's own currency.
    terms.deal_currency as invoice_currency,
    terms.close_date as signed_on,
    terms.contract_start as start_date,
    terms.last_end as end_date,
    'active' as status,
    'none' as renewal,
    terms.payment_terms_days,
    terms.source_record
from {{ terms }} as terms
left join {{ accounts }} as buyers on terms.account_id = buyers.account_id
left join {{ offers }} as offers on terms.opportunity_id = offers.quote_id
where terms.is_read
{% endmacro %}

{% macro crm_contract_lines(system, terms, lines, offers) %}
-- Each item of these deals, or the amount of one without items.
select
    '{{ system }}:' || lines.line_id as contract_line_id,
    lines.opportunity_id as contract_id,
    '{{ system }}:' || lines.product_id as product_id,
    lines.description,
    case
        when not lines.is_recurring then 'one_time'
        when lines.is_item then 'per_unit'
        else 'flat'
    end as charge_model,
    lines.quantity,
    lines.unit_price,
    lines.price_period,
    lines.billing_period,
    terms.billing_timing,
    'start' as billing_anchor,
    lines.start_date,
    lines.end_date,
    if(lines.is_item and offers.quote_id is not null, '{{ system }}:' || lines.line_id, null)
        as quote_line_id,
    lines.source_record
from {{ lines }} as lines
inner join {{ terms }} as terms on lines.opportunity_id = terms.opportunity_id
left join {{ offers }} as offers on terms.opportunity_id = offers.quote_id
where terms.is_read
{% endmacro %}

{% macro crm_adjustments(system, terms, lines) %}
-- Months free of charge, discounts and indices of these deals, of all of it or of a line.
with sold_terms as (
    select * from {{ terms }}
    where is_read
),

sold_lines as (
    select lines.*
    from {{ lines }} as lines
    semi join sold_terms on lines.opportunity_id = sold_terms.opportunity_id
)

select
    opportunity_id || '@deal_free' as adjustment_id,
    opportunity_id as contract_id,
    null::varchar as contract_line_id,
    'free' as kind,
    null::decimal(18, 8) as value,
    contract_start as start_date,
    {{ after_months('contract_start', 'free_months') }} as end_date,
    null::varchar as index_code,
    source_record
from sold_terms
where free_months is not null
union all
select
    '{{ system }}:' || line_id || '@free' as adjustment_id,
    opportunity_id as contract_id,
    '{{ system }}:' || line_id as contract_line_id,
    'free' as kind,
    null as value,
    start_date,
    {{ after_months('start_date', 'free_months') }} as end_date,
    null as index_code,
    source_record
from sold_lines
where free_months is not null
union all
-- A line of which 100 % is taken off is how months without charge are sold.
select
    '{{ system }}:' || line_id || '@discount' as adjustment_id,
    opportunity_id as contract_id,
    '{{ system }}:' || line_id as contract_line_id,
    'percent_discount' as kind,
    discount_percent as value,
    start_date,
    end_date,
    null as index_code,
    source_record
from sold_lines
where discount_percent is not null
union all
select
    opportunity_id || '@deal_index' as adjustment_id,
    opportunity_id as contract_id,
    null as contract_line_id,
    'index' as kind,
    null as value,
    contract_start as start_date,
    null as end_date,
    index_code,
    source_record
from sold_terms
where index_code is not null
{% endmacro %}

{% macro crm_unread_terms(system, terms, lines) %}
-- Terms of a won deal that are not read, or not there, so that no contract stands.
with findings as (
    select
        opportunity_id,
        opportunity_id as record_id,
        source_record,
        unnest(findings) as finding
    from {{ terms }}
    union all
    select
        lines.opportunity_id,
        if(lines.is_item, '{{ system }}:' || lines.line_id, lines.opportunity_id) as record_id,
        lines.source_record,
        unnest(lines.findings) as finding
    from {{ lines }} as lines
    semi join {{ terms }} as terms on lines.opportunity_id = terms.opportunity_id
),

told as (
    select
        opportunity_id,
        record_id,
        source_record,
        struct_extract(finding, 'missing_term') as missing_term,
        struct_extract(finding, 'stands_in') as stands_in,
        struct_extract(finding, 'told') as told
    from findings
)

-- What stands there and is not read says more than that it lacks.
select
    opportunity_id,
    record_id,
    missing_term,
    stands_in,
    told,
    source_record
from told
qualify row_number() over (
    partition by opportunity_id, record_id, stands_in
    order by told asc nulls last, missing_term asc
) = 1
{% endmacro %}

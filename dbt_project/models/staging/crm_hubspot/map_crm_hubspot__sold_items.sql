with stg_crm_hubspot__line_item as (
    select * from {{ ref('stg_crm_hubspot__line_item') }}
),

stg_crm_hubspot__line_item_deal as (
    select * from {{ ref('stg_crm_hubspot__line_item_deal') }}
),

stg_crm_hubspot__declared_options as (
    select * from {{ ref('stg_crm_hubspot__declared_options') }}
),

map_crm_hubspot__sold_deals as (
    select * from {{ ref('map_crm_hubspot__sold_deals') }}
),

declared as (
    {{ crm_declared('stg_crm_hubspot__declared_options') }}
),

readings as (
    select
        items.*,
        deals.opportunity_id,
        deals.start_date as deal_start,
        deals.end_date as deal_end,
        deals.month_count as deal_months,
        items.frequency is not null as is_recurring,
        {{ crm_period('items.frequency') }} as price_period,
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
        {{ crm_months("nullif(items.declared_free_months, '0')") }} as free_months,
        -- One line a month: the n-th is that of the n-th month of the deal.
        case
            when items.frequency is null
                then try_cast(
                    regexp_extract(
                        items.name,
                        '^' || replace(regexp_escape(declared.instalments), '\{n\}', '(\d{1,3})')
                        || '$',
                        1
                    ) as integer
                )
        end as instalment
    from stg_crm_hubspot__line_item as items
    inner join stg_crm_hubspot__line_item_deal as links on items.line_item_id = links.line_item_id
    inner join map_crm_hubspot__sold_deals as deals on links.deal_id = deals.deal_id
    cross join declared
),

map_crm_hubspot__sold_items as (
    select
        readings.*,
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
            payments * {{ period_months('price_period') }},
            counted_months,
            deal_months
        ) as month_count,
        list_filter([
            {%- for term, stands_in, words, reading in [
                ('start_date', crm_field('line_fields', 'start'), 'declared_start',
                    crm_day('declared_start')),
                ('start_date', "'line_item.hs_recurring_billing_start_date'", 'billing_start',
                    crm_day('billing_start')),
                ('term_end', crm_field('line_fields', 'end'), 'declared_end',
                    crm_day('declared_end')),
                ('term_end', "'line_item.hs_recurring_billing_end_date'", 'billing_end',
                    crm_day('billing_end')),
                ('term_months', crm_field('line_fields', 'months'), 'declared_months',
                    'declared_month_count'),
                ('term_months', "'line_item.hs_recurring_billing_period'", 'term',
                    'term_month_count'),
                ('term_months', "'line_item.hs_recurring_billing_number_of_payments'",
                    'payment_count', 'payments'),
                ('term_months', "'line_item.hs_term_in_months'", "nullif(term_months, '0')",
                    'counted_months'),
                ('price_period', "'line_item.recurringbillingfrequency'", 'frequency',
                    'price_period'),
                ('billing_period', crm_field('line_fields', 'billing_period'),
                    'declared_billing_period',
                    crm_period(crm_word('declared_billing_period'))),
            ] %}
            {{ crm_unread(
                term, stands_in, words, reading
            ) }},
            {%- endfor %}
            {{ crm_unread(
                'free_months',
                crm_field('line_fields', 'free_months'),
                "nullif(declared_free_months, '0')",
                'free_months'
            ) }}
        ], lambda finding: finding is not null) as findings
    from readings
    cross join declared
)

select * from map_crm_hubspot__sold_items

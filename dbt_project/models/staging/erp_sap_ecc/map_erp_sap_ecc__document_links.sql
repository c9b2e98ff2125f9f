with stg_erp_sap_ecc__document_flow as (
    select * from {{ ref('stg_erp_sap_ecc__document_flow') }}
),

currencies as (
    select
        currency,
        minor_units
    from {{ ref('currencies') }}
),

shown as (
    -- SAP stores every amount with two decimals: 19,209 yen as 192.09 (table TCURX). A download
    -- may show them either way; a fraction of a yen proves that these are as they are stored.
    select
        flow.*,
        bool_or(flow.stored_amount != trunc(flow.stored_amount))
            over (partition by flow.currency) as has_fractions,
        currencies.minor_units
    from stg_erp_sap_ecc__document_flow as flow
    left join currencies on flow.currency = currencies.currency
),

valued as (
    select
        *,
        case
            when currency is null then null
            when minor_units = 0 and has_fractions then stored_amount * 100
            else stored_amount
        end as amount
    from shown
),

map_erp_sap_ecc__document_links as (
    -- Two clients number alike, and a link may be stated twice with other figures: then the link
    -- stands, and what it is worth is not known.
    select
        preceding_kind as from_kind,
        'erp_sap_ecc:' || preceding_document as from_id,
        preceding_item as from_item,
        following_kind as to_kind,
        'erp_sap_ecc:' || following_document as to_id,
        following_item as to_item,
        'erp_sap_ecc' as source,
        case when count(*) = 1 then any_value(quantity_unit) end as quantity_unit,
        case when count(*) = 1 then any_value(quantity) end as quantity,
        case when count(*) = 1 then any_value(amount) end as amount,
        case when count(*) = 1 and any_value(amount) is not null then any_value(currency) end
            as currency,
        min(created_on) as linked_on,
        min(source_record) as source_record
    from valued
    group by
        preceding_kind,
        preceding_document,
        preceding_item,
        following_kind,
        following_document,
        following_item
)

select * from map_erp_sap_ecc__document_links

with source as (
    select * from {{ source('erp_sap', 'business_partner_addresses') }}
),

stg_erp_sap__business_partner_addresses as (
    select
        business_partner,
        address_id,

        address_uuid,
        address_time_zone,
        city_name,
        country,
        po_box,
        po_box_deviating_city_name,
        po_box_deviating_country,
        po_box_deviating_region,
        po_box_lobby_name,
        po_box_postal_code,
        postal_code,
        region,
        street_name,
        tax_jurisdiction,
        transport_zone,

        coalesce(po_box_is_without_number, false) as is_po_box_without_number,

        validity_start_date at time zone 'utc' as valid_from_at,
        validity_end_date at time zone 'utc' as valid_until_at,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__business_partner_addresses

with source as (
    select * from {{ source('erp_sap_ecc', 'document_flow') }}
),

stg_erp_sap_ecc__document_flow as (
    select
        vbelv as preceding_document,
        {{ sap_item('posnv') }} as preceding_item,
        vbeln as following_document,
        {{ sap_item('posnn') }} as following_item,

        {{ sap_document_kind('vbtyp_v') }} as preceding_kind,
        {{ sap_document_kind('vbtyp_n') }} as following_kind,
        meins as quantity_unit,
        matnr as material,
        bwart as movement_type,

        rfmng::decimal(18, 8) as quantity,

        rfwrt::decimal(18, 4) as stored_amount,
        waers as currency,

        erdat::date as created_on,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap_ecc__document_flow

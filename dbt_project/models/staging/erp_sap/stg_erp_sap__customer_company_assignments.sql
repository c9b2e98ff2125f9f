with source as (
    select * from {{ source('erp_sap', 'customer_company_assignments') }}
),

stg_erp_sap__customer_company_assignments as (
    select
        customer,
        company_code,

        accounting_clerk,
        accounting_clerk_fax_number,
        accounting_clerk_internet_address,
        accounting_clerk_phone_number,
        alternative_payer_account,
        payment_blocking_reason,
        payment_methods_list,
        payment_terms,
        reconciliation_account,
        customer_account_group,

        coalesce(deletion_indicator, false) as is_marked_for_deletion,

        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_erp_sap__customer_company_assignments

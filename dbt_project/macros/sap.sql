{# What several columns of `erp_sap_ecc` are read by. #}

{% macro sap_document_kind(category) -%}
    {#- SAP's document categories (domain VBTYP): the case of a letter counts. -#}
    case {{ category }}
        when 'A' then 'inquiry'
        when 'B' then 'quote'
        when 'C' then 'order'
        when 'D' then 'item_proposal'
        when 'E' then 'scheduling_agreement'
        when 'F' then 'scheduling_agreement'
        when 'G' then 'contract'
        when 'H' then 'return_order'
        when 'I' then 'order_without_charge'
        when 'J' then 'delivery'
        when 'K' then 'credit_note_request'
        when 'L' then 'debit_note_request'
        when 'M' then 'invoice'
        when 'N' then 'invoice_cancellation'
        when 'O' then 'credit_note'
        when 'P' then 'debit_note'
        when 'Q' then 'warehouse_transfer'
        when 'R' then 'goods_movement'
        when 'S' then 'credit_note_cancellation'
        when 'T' then 'return_delivery'
        when 'U' then 'pro_forma_invoice'
        when 'V' then 'purchase_order'
        when 'W' then 'planned_requirement'
        when 'X' then 'handling_unit'
        when '0' then 'master_contract'
        when '1' then 'sales_activity'
        when '2' then 'external_transaction'
        when '3' then 'invoice_list'
        when '4' then 'credit_note_list'
        when '5' then 'intercompany_invoice'
        when '6' then 'intercompany_credit_note'
        when '7' then 'inbound_delivery'
        when '8' then 'shipment'
        when 'a' then 'shipment_cost'
        when 'b' then 'opportunity'
        when 'h' then 'goods_issue_cancellation'
        when 'i' then 'goods_receipt'
        when 'p' then 'goods_movement_note'
        -- A letter that SAP does not list, or none: the document is there, its kind is not known.
        else 'other'
    end
{%- endmacro %}

{% macro sap_item(item) -%}
    {#- As users see it: `000010` is item 10, and `000000` is the document as a whole. -#}
    nullif({{ item }}::integer, 0)::varchar
{%- endmacro %}

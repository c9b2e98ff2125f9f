"""The SAP S/4 order-to-cash extracts: their tables, columns, types and keys.

Column names are the extracts' own (those of SAP's released CDS views). An extract leaves a column
away where nothing stands in it, so a column may be absent unless a contract, a delivery or an
invoice cannot be told without it. Item numbers stay text: "10" here is "000010" there.
"""

from __future__ import annotations

from ingestion.tabular.columns import Table, declare_table

TABLES: tuple[Table, ...] = (
    declare_table(
        "sales_order_headers",
        "salesOrder",
        "salesOrder: salesOrderType:? salesOrganization: distributionChannel:? "
        "organizationDivision:? salesGroup:? salesOffice:? soldToParty: creationDate:date "
        "createdByUser:? lastChangeDateTime:timestamp? totalNetAmount:amount? "
        "overallDeliveryStatus:? overallOrdReltdBillgStatus:? overallSdDocReferenceStatus:? "
        "transactionCurrency:currency pricingDate:date? requestedDeliveryDate:date? "
        "headerBillingBlockReason:? deliveryBlockReason:? incotermsClassification:? "
        "incotermsLocation1:? customerPaymentTerms:? totalCreditCheckStatus:?",
    ),
    declare_table(
        "sales_order_items",
        "salesOrder salesOrderItem",
        "salesOrder: salesOrderItem:digits salesOrderItemCategory:? material: "
        "requestedQuantity:quantity requestedQuantityUnit:? transactionCurrency:currency "
        "netAmount:amount materialGroup:? productionPlant:? storageLocation:? "
        "salesDocumentRjcnReason:? itemBillingBlockReason:?",
    ),
    declare_table(
        "sales_order_schedule_lines",
        "salesOrder salesOrderItem scheduleLine",
        "salesOrder: salesOrderItem:digits scheduleLine:digits confirmedDeliveryDate:date? "
        "orderQuantityUnit:? confdOrderQtyByMatlAvailCheck:quantity?",
    ),
    declare_table(
        "outbound_delivery_headers",
        "deliveryDocument",
        "actualGoodsMovementDate:date? actualGoodsMovementTime:? creationDate:date creationTime:? "
        "deliveryBlockReason:? deliveryDocument: hdrGeneralIncompletionStatus:? "
        "headerBillingBlockReason:? lastChangeDate:date? overallGoodsMovementStatus:? "
        "overallPickingStatus:? overallProofOfDeliveryStatus:? shippingPoint:?",
    ),
    declare_table(
        "outbound_delivery_items",
        "deliveryDocument deliveryDocumentItem",
        "actualDeliveryQuantity:quantity batch:? deliveryDocument: deliveryDocumentItem:digits "
        "deliveryQuantityUnit:? itemBillingBlockReason:? lastChangeDate:date? plant:? "
        "referenceSdDocument: referenceSdDocumentItem:digits storageLocation:?",
    ),
    declare_table(
        "billing_document_headers",
        "billingDocument",
        # Another type may reduce what is owed or claim nothing at all: it is not guessed.
        "billingDocument: billingDocumentType:=F2|S1 creationDate:date? creationTime:? "
        "lastChangeDateTime:timestamp? billingDocumentDate:date "
        "billingDocumentIsCancelled:boolean cancelledBillingDocument:? totalNetAmount:amount "
        "transactionCurrency:currency companyCode: fiscalYear:? accountingDocument:? "
        "soldToParty:",
    ),
    declare_table(
        "billing_document_items",
        "billingDocument billingDocumentItem",
        "billingDocument: billingDocumentItem:digits material:? billingQuantity:quantity? "
        "billingQuantityUnit:? netAmount:amount transactionCurrency:currency "
        "referenceSdDocument: referenceSdDocumentItem:digits",
    ),
    declare_table(
        "billing_document_cancellations",
        "billingDocument",
        "billingDocument: billingDocumentType:? creationDate:date? creationTime:? "
        "lastChangeDateTime:timestamp? billingDocumentDate:date? "
        "billingDocumentIsCancelled:boolean? cancelledBillingDocument:? totalNetAmount:amount? "
        "transactionCurrency:currency? companyCode:? fiscalYear:? accountingDocument:? "
        "soldToParty:?",
    ),
    declare_table(
        "journal_entry_items_accounts_receivable",
        "companyCode fiscalYear accountingDocument accountingDocumentItem",
        "companyCode: fiscalYear: accountingDocument: glAccount:? referenceDocument:? "
        "costCenter:? profitCenter:? transactionCurrency:currency? "
        "amountInTransactionCurrency:amount? companyCodeCurrency:currency? "
        "amountInCompanyCodeCurrency:amount? postingDate:date? documentDate:date? "
        "accountingDocumentType:? accountingDocumentItem:digits assignmentReference:? "
        "lastChangeDateTime:timestamp? customer:? financialAccountType:? clearingDate:date? "
        "clearingAccountingDocument:? clearingDocFiscalYear:?",
    ),
    declare_table(
        "payments_accounts_receivable",
        "companyCode fiscalYear accountingDocument accountingDocumentItem",
        "companyCode: fiscalYear: accountingDocument: accountingDocumentItem:digits "
        "clearingDate:date? clearingAccountingDocument:? clearingDocFiscalYear:? "
        "amountInTransactionCurrency:amount? transactionCurrency:currency? "
        "amountInCompanyCodeCurrency:amount? companyCodeCurrency:currency? customer:? "
        "invoiceReference:? invoiceReferenceFiscalYear:? salesDocument:? salesDocumentItem:? "
        "postingDate:date? documentDate:date? assignmentReference:? glAccount:? "
        "financialAccountType:? profitCenter:? costCenter:?",
    ),
    declare_table(
        "business_partners",
        "businessPartner",
        "businessPartner: customer:? businessPartnerCategory:? businessPartnerFullName:? "
        "businessPartnerGrouping:? businessPartnerName:? correspondenceLanguage:? "
        "createdByUser:? creationDate:date? creationTime:? firstName:? formOfAddress:? "
        "industry:? lastChangeDate:date? lastName:? organizationBpName1:? "
        "organizationBpName2:? businessPartnerIsBlocked:boolean? isMarkedForArchiving:boolean?",
    ),
    declare_table(
        "business_partner_addresses",
        "businessPartner addressId",
        "businessPartner: addressId: validityStartDate:timestamp? validityEndDate:timestamp? "
        "addressUuid:? addressTimeZone:? cityName:? country:? poBox:? poBoxDeviatingCityName:? "
        "poBoxDeviatingCountry:? poBoxDeviatingRegion:? poBoxIsWithoutNumber:boolean? "
        "poBoxLobbyName:? poBoxPostalCode:? postalCode:? region:? streetName:? "
        "taxJurisdiction:? transportZone:?",
    ),
    declare_table(
        "customer_company_assignments",
        "customer companyCode",
        "customer: companyCode: accountingClerk:? accountingClerkFaxNumber:? "
        "accountingClerkInternetAddress:? accountingClerkPhoneNumber:? "
        "alternativePayerAccount:? paymentBlockingReason:? paymentMethodsList:? paymentTerms:? "
        "reconciliationAccount:? deletionIndicator:boolean? customerAccountGroup:?",
    ),
    declare_table(
        "customer_sales_area_assignments",
        "customer salesOrganization distributionChannel division",
        "customer: salesOrganization: distributionChannel: division: "
        "billingIsBlockedForCustomer:? completeDeliveryIsDefined:boolean? creditControlArea:? "
        "currency:currency? customerPaymentTerms:? deliveryPriority:? "
        "incotermsClassification:? incotermsLocation1:? salesGroup:? salesOffice:? "
        "shippingCondition:? slsUnlmtdOvrdelivIsAllwd:boolean? supplyingPlant:? "
        "salesDistrict:? exchangeRateType:?",
    ),
    declare_table(
        "products",
        "product",
        "product: productType:? crossPlantStatus:? crossPlantStatusValidityDate:date? "
        "creationDate:date? createdByUser:? lastChangeDate:date? lastChangeDateTime:timestamp? "
        "isMarkedForDeletion:boolean? productOldId:? grossWeight:quantity? weightUnit:? "
        "netWeight:quantity? productGroup:? baseUnit:? division:? industrySector:?",
    ),
    declare_table(
        "product_descriptions",
        "product language",
        "product: language: productDescription:?",
    ),
    declare_table(
        "product_plants",
        "product plant",
        "product: plant: countryOfOrigin:? regionOfOrigin:? productionInvtryManagedLoc:? "
        "availabilityCheckType:? fiscalYearVariant:? profitCenter:? mrpType:?",
    ),
    declare_table(
        "plants",
        "plant",
        "plant: plantName:? valuationArea:? plantCustomer:? plantSupplier:? factoryCalendar:? "
        "defaultPurchasingOrganization:? salesOrganization:? addressId:? plantCategory:? "
        "distributionChannel:? division:? language:? isMarkedForArchiving:boolean?",
    ),
)

# Without one of these every order would look unbilled, or nothing could be told at all.
REQUIRED = (
    "sales_order_headers",
    "sales_order_items",
    "outbound_delivery_headers",
    "outbound_delivery_items",
    "billing_document_headers",
    "billing_document_items",
    "business_partners",
)

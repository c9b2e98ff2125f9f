"""Small e-invoices of our own, as text: one for each family, with places to change."""

from __future__ import annotations

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>F-1042</cbc:ID><cbc:IssueDate>2026-02-03</cbc:IssueDate>
<cbc:DueDate>2026-03-05</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:BuyerReference>Dept 7</cbc:BuyerReference>
<cac:InvoicePeriod><cbc:StartDate>2026-01-01</cbc:StartDate><cbc:EndDate>2026-01-31</cbc:EndDate>
</cac:InvoicePeriod>
<cac:OrderReference><cbc:ID>PO-9</cbc:ID><cbc:SalesOrderID>S-1</cbc:SalesOrderID>
</cac:OrderReference>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-1001</cbc:ID>
<cbc:IssueDate>2026-01-03</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:ContractDocumentReference><cbc:ID>K-77</cbc:ID></cac:ContractDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cac:Country>
<cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Rhein Software GmbH</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyTaxScheme>
<cbc:CompanyID>SE556677889901</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Norrland AB</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
<cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>
<cbc:Amount currencyID="EUR">10.00</cbc:Amount></cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">190.00</cbc:TaxAmount></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">17.10</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">90.00</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="EUR">17.10</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">90.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">107.10</cbc:TaxInclusiveAmount>
<cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount>
<cbc:PrepaidAmount currencyID="EUR">7.00</cbc:PrepaidAmount>
<cbc:PayableRoundingAmount currencyID="EUR">-0.10</cbc:PayableRoundingAmount>
<cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">4</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Seats</cbc:Name><cac:SellersItemIdentification><cbc:ID>SEAT</cbc:ID>
</cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:Percent>19</cbc:Percent>
</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">25</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>F-7</ram:ID><ram:TypeCode>381</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20260203</udt:DateTimeString>
</ram:IssueDateTime>
</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID>
</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Seats</ram:Name>
</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeSettlement>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>50.00</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Rhein Software GmbH</ram:Name>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID>
</ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration>
<ram:ID schemeID="VA">DE123456789</ram:ID>
</ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Norrland AB</ram:Name></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString>20260305</udt:DateTimeString>
</ram:DueDateDateTime><ram:PartialPaymentAmount>20.00</ram:PartialPaymentAmount>
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString>20260405</udt:DateTimeString>
</ram:DueDateDateTime><ram:PartialPaymentAmount>39.50</ram:PartialPaymentAmount>
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:LineTotalAmount>50.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>50.00</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">9.50</ram:TaxTotalAmount>
<ram:GrandTotalAmount>59.50</ram:GrandTotalAmount><ram:DuePayableAmount>59.50</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-1</ram:IssuerAssignedID>
</ram:InvoiceReferencedDocument>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
"""

_DTE = """<DTE version="1.0"><Documento ID="F{folio}T{type_code}"><Encabezado><IdDoc>
<TipoDTE>{type_code}</TipoDTE><Folio>{folio}</Folio><FchEmis>{issued_on}</FchEmis>{more_id}
<FchVenc>2026-03-05</FchVenc></IdDoc>
<Emisor><RUTEmisor>{issuer}</RUTEmisor><RznSoc>Ñandú Software SpA</RznSoc></Emisor>
<Receptor><RUTRecep>{receiver}</RUTRecep><RznSocRecep>Viña del Sur</RznSocRecep></Receptor>
<Totales>{totals}</Totales></Encabezado>
<Detalle><NroLinDet>1</NroLinDet><NmbItem>Servicio</NmbItem><QtyItem>1</QtyItem>
<PrcItem>{line}</PrcItem><MontoItem>{line}</MontoItem></Detalle>{more}</Documento></DTE>"""

REGISTER_HEADER = (
    "Nro;Tipo Doc;Tipo Venta;Rut cliente;Razon Social;Folio;Fecha Docto;Fecha Recepcion;"
    "Fecha Acuse Recibo;Fecha Reclamo;Monto Exento;Monto Neto;Monto IVA;Monto total;"
    "Tipo Docto. Referencia;Folio Docto. Referencia;"
    "Codigo Otro Imp.;Valor Otro Imp.;Tasa Otro Imp.\n"
)


def dte(
    *,
    folio: str = "170",
    type_code: str = "33",
    issued_on: str = "2026-02-03",
    issuer: str = "76123456-0",
    receiver: str = "77111222-6",
    net: int = 100_000,
    tax: int = 19_000,
    line: int | None = None,
    totals: str | None = None,
    more: str = "",
    more_id: str = "",
) -> str:
    """A DTE without signature; its total is net and tax."""
    stated = f"<MntNeto>{net}</MntNeto><TasaIVA>19</TasaIVA><IVA>{tax}</IVA>"
    return _DTE.format(
        folio=folio,
        type_code=type_code,
        issued_on=issued_on,
        issuer=issuer,
        receiver=receiver,
        line=net if line is None else line,
        totals=totals or f"{stated}<MntTotal>{net + tax}</MntTotal>",
        more=more,
        more_id=more_id,
    )


def envelope(*documents: str) -> bytes:
    """An EnvioDTE in the encoding that the SII demands."""
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<EnvioDTE xmlns="http://www.sii.cl/SiiDte" version="1.0"><SetDTE ID="S"><Caratula/>'
        f"{''.join(documents)}</SetDTE></EnvioDTE>"
    )
    return text.encode("latin-1")


AEC = """<AEC xmlns="http://www.sii.cl/SiiDte" version="1.0"><DocumentoAEC ID="A"><Cesiones>
<Cesion version="1.0"><DocumentoCesion ID="C1"><SeqCesion>1</SeqCesion><IdDTE><TipoDTE>33</TipoDTE>
<RUTEmisor>76123456-0</RUTEmisor><RUTReceptor>77111222-6</RUTReceptor><Folio>170</Folio>
<FchEmis>2026-02-03</FchEmis><MntTotal>119000</MntTotal></IdDTE>
<Cedente><RUT>76123456-0</RUT><RazonSocial>Nandu Software</RazonSocial></Cedente>
<Cesionario><RUT>76999002-k</RUT><RazonSocial>Factor SA</RazonSocial></Cesionario>
<MontoCesion>119000</MontoCesion><UltimoVencimiento>2026-03-05</UltimoVencimiento>
<TmstCesion>2026-02-04T10:22:02</TmstCesion></DocumentoCesion></Cesion></Cesiones></DocumentoAEC>
</AEC>
"""

_CFDI = """<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/{version}"
 xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" xmlns:pago20="http://www.sat.gob.mx/Pagos20"
 Version="{version}.0" {header}>{related}
<cfdi:Emisor Rfc="SON850101AB1" Nombre="Sonora Software"/>
<cfdi:Receptor Rfc="PUE900202CD2" Nombre="Puebla Textil"/>{content}
<cfdi:Complemento>{complement}<tfd:TimbreFiscalDigital UUID="{uuid}"/></cfdi:Complemento>
</cfdi:Comprobante>
"""

_CFDI_LINES = """<cfdi:Conceptos><cfdi:Concepto ClaveProdServ="81112100" NoIdentificacion="SEAT"
 Cantidad="2" Descripcion="Asientos" ValorUnitario="550.00" Importe="1100.00" Descuento="100.00">
<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="1000.00" Impuesto="002" TipoFactor="Tasa"
 TasaOCuota="0.160000" Importe="160.00"/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>
</cfdi:Conceptos>
<cfdi:Impuestos TotalImpuestosTrasladados="160.00" TotalImpuestosRetenidos="40.00"/>"""

INVOICE_UUID = "11111111-AAAA-4BBB-8CCC-000000000001"


def cfdi(
    *, type_code: str = "I", uuid: str = INVOICE_UUID, version: str = "4", related: str = "",
    total: str = "1120.00",
) -> str:  # fmt: skip
    """An income CFDI: 1,100 less 100, 16 % added, 40 withheld."""
    header = (
        f'Serie="A" Folio="7" Fecha="2026-02-03T10:00:00" Moneda="MXN" SubTotal="1100.00" '
        f'Descuento="100.00" Total="{total}" TipoDeComprobante="{type_code}" MetodoPago="PPD"'
    )
    return _CFDI.format(
        version=version, header=header, related=related, content=_CFDI_LINES, complement="",
        uuid=uuid,
    )  # fmt: skip


def receipt(
    paid: str = "1120.00", *, currency: str = "MXN", amount: str | None = None, rate: str = "1",
    uuid: str = "22222222-AAAA-4BBB-8CCC-000000000002",
) -> str:  # fmt: skip
    """A payment receipt for the invoice above."""
    applied = (
        f'<pago20:DoctoRelacionado IdDocumento="{INVOICE_UUID}" Serie="A" Folio="7" MonedaDR="MXN" '
        f'EquivalenciaDR="{rate}" NumParcialidad="1" ImpSaldoAnt="1120.00" ImpPagado="{paid}" '
        f'ImpSaldoInsoluto="0.00"/>'
    )
    complement = (
        f'<pago20:Pagos><pago20:Pago FechaPago="2026-03-01T12:00:00" FormaDePagoP="03" '
        f'MonedaP="{currency}" Monto="{amount or paid}" NumOperacion="SPEI1">{applied}'
        f"</pago20:Pago></pago20:Pagos>"
    )
    header = (
        'Folio="R1" Fecha="2026-03-02T09:00:00" Moneda="XXX" SubTotal="0" Total="0" '
        'TipoDeComprobante="P"'
    )
    return _CFDI.format(
        version="4", header=header, related="", content="", complement=complement, uuid=uuid
    )


FATTURA = """<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
 versione="FPR12"><FatturaElettronicaHeader><CedentePrestatore><DatiAnagrafici><IdFiscaleIVA>
<IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA><Anagrafica>
<Nome>Ada</Nome><Cognome>Rossi</Cognome></Anagrafica></DatiAnagrafici><Sede><Nazione>IT</Nazione>
</Sede></CedentePrestatore><CessionarioCommittente><DatiAnagrafici>
<CodiceFiscale>09876543210</CodiceFiscale><Anagrafica><Denominazione>Beta</Denominazione>
</Anagrafica></DatiAnagrafici></CessionarioCommittente></FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD06</TipoDocumento>
<Divisa>EUR</Divisa><Data>2026-02-03</Data><Numero>12</Numero><DatiRitenuta>
<ImportoRitenuta>200.00</ImportoRitenuta></DatiRitenuta><DatiCassaPrevidenziale>
<TipoCassa>TC22</TipoCassa>
<ImportoContributoCassa>40.00</ImportoContributoCassa></DatiCassaPrevidenziale>
<ImportoTotaleDocumento>1268.80</ImportoTotaleDocumento></DatiGeneraliDocumento>
<DatiContratto><IdDocumento>K-3</IdDocumento></DatiContratto></DatiGenerali><DatiBeniServizi>
<DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Consulenza</Descrizione>
<DataInizioPeriodo>2026-01-01</DataInizioPeriodo><DataFinePeriodo>2026-01-31</DataFinePeriodo>
<PrezzoUnitario>1000.00</PrezzoUnitario><PrezzoTotale>1000.00</PrezzoTotale>
<AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee><DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA>
<ImponibileImporto>1040.00</ImponibileImporto><Imposta>228.80</Imposta></DatiRiepilogo>
</DatiBeniServizi></FatturaElettronicaBody></p:FatturaElettronica>
"""

NFE = """<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><NFe>
<infNFe Id="NFe35260276123456000100550010000000071000000075" versao="4.00"><ide><mod>55</mod>
<serie>1</serie><nNF>7</nNF><dhEmi>2026-02-03T10:00:00-03:00</dhEmi><tpNF>1</tpNF><finNFe>1</finNFe>
</ide><emit><CNPJ>76123456000100</CNPJ><xNome>Sul Ltda</xNome></emit><dest>
<CNPJ>11222333000181</CNPJ>
<xNome>Norte Ltda</xNome></dest><det nItem="1"><prod><cProd>P1</cProd><xProd>Caixa</xProd>
<qCom>2.0000</qCom><vUnCom>50.0000000000</vUnCom><vProd>100.00</vProd><vDesc>4.00</vDesc>
<indTot>1</indTot></prod>
</det>
<det nItem="2"><prod><cProd>B1</cProd><xProd>Brinde</xProd><vProd>5.00</vProd><indTot>0</indTot>
</prod></det><total><ICMSTot><vProd>100.00</vProd><vFrete>10.00</vFrete><vDesc>4.00</vDesc>
<vIPI>5.00</vIPI><vST>2.00</vST><vNF>113.00</vNF></ICMSTot></total><cobr><dup><nDup>001</nDup>
<dVenc>2026-03-05</dVenc><vDup>60.00</vDup></dup><dup><nDup>002</nDup><dVenc>2026-04-05</dVenc>
<vDup>53.00</vDup></dup></cobr></infNFe></NFe><protNFe><infProt><cStat>100</cStat></infProt>
</protNFe>
</nfeProc>
"""

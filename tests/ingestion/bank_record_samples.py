"""Small files of our own in the formats that are made of records or of OFX elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def columns(width: int, texts: Mapping[int, str]) -> str:
    """A record whose texts begin at the columns given, counted from 0; blanks between them."""
    record = [" "] * width
    for start, text in texts.items():
        record[start : start + len(text)] = text
    return "".join(record)


def ofx(
    lines: str, *, balance: str = "<LEDGERBAL><BALAMT>710.25<DTASOF>20260131</LEDGERBAL>"
) -> str:
    """An OFX 1 statement of an account in dollars, elements without end tags."""
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
        "<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<STATUS>\n<CODE>0\n</STATUS>\n<STMTRS>\n<CURDEF>USD\n"
        "<BANKACCTFROM>\n<BANKID>1\n<ACCTID>0001234\n<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n"
        f"<BANKTRANLIST>\n<DTSTART>20260101\n<DTEND>20260131\n{lines}</BANKTRANLIST>\n{balance}\n"
        "</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n"
    )


def ofx_line(
    amount: str, *, day: str = "20260105", more: str = "<NAME>Acme\n<MEMO>INV 1001\n"
) -> str:
    """One `STMTTRN` of version 1."""
    return (
        f"<STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>{day}\n<TRNAMT>{amount}\n<FITID>F1{amount}\n{more}"
        "</STMTTRN>\n"
    )


OFX1 = ofx(ofx_line("250.50") + ofx_line("-40.25"))

OFX2 = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR</CURDEF>
<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260105120000.000[-3:BRT]</DTPOSTED>
<TRNAMT>-12,50</TRNAMT><FITID>A1</FITID><CHECKNUM>77</CHECKNUM><NAME>Café &amp; Té</NAME></STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>-12,50</BALAMT><DTASOF>20260106</DTASOF></LEDGERBAL>
</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>
"""

BAI2 = """01,BANK,ACME,260110,0600,1,80,,2/
02,ACME,BANK,1,260109,2359,USD,2/
03,0001234,USD,010,100000,,,015,121025,,/
88,100,25050,1,,400,4025,1,/
16,195,25050,V,260112,0000,BR1,CR1,WIRE FROM ACME
88,INV 1001
16,475,4025,Z,,,CHECK 77/
49,279175,6/
98,279175,1,8/
99,279175,1,10/
"""


def bai2(currency: str, amount: str) -> str:
    """A report of one line over an amount in the smallest unit of the currency."""
    return (
        f"01,B,A,260110,0600,1,,,2/\n02,A,B,1,260109,2359,,2/\n03,1,{currency},/\n"
        f"16,195,{amount},,,,TEXT/\n49,{amount},3/\n98,{amount},1,5/\n99,{amount},1,7/\n"
    )


_N43_ACCOUNT = "218000020200051332"


def norma43_line(
    mark: str, amount: int, *, day: str = "260105", concept: str = "FACTURA 1001"
) -> str:
    """A record 22 and its text."""
    line = columns(
        80,
        {0: "22", 6: "0002", 10: f"{day}260106", 22: f"04007{mark}{amount:014}"}
        | {42: "0000000077", 52: "REF1".ljust(12), 64: "REF2"},
    )
    return f"{line}\n{columns(80, {0: '2301', 4: 'ACME SL', 42: concept})}\n"


def norma43(lines: str, *, debits: tuple[int, int], credits: tuple[int, int], closing: str) -> str:
    """An account in euro that opens at 100.00; the end states number and sum of both sides."""
    body = (
        f"11{_N43_ACCOUNT}260101260131200000000010000978"
        "3ACME SL\n"
        f"{lines}33{_N43_ACCOUNT}{debits[0]:05}{debits[1]:014}{credits[0]:05}{credits[1]:014}"
        f"{closing}978\n"
    )
    return f"{body}88{'9' * 18}{body.count(chr(10)):06}\n"


NORMA43 = norma43(
    norma43_line("2", 25050) + norma43_line("1", 4025),
    debits=(1, 4025),
    credits=(1, 25050),
    closing="200000000031025",
)


def coda(movements: Iterable[str], *, closing: str, out: int, money_in: int) -> str:
    """A statement of an IBAN in euro that opens at 100.000; amounts are thousandths."""
    body = list(movements)
    account = "BE68539007547034".ljust(34) + "EUR"
    records = [
        columns(128, {0: "0000009012672505", 24: "0000000001", 34: "ACME NV", 127: "2"}),
        columns(128, {0: "12007" + account, 42: "0000000000100000", 58: "050126", 64: "ACME NV"}),
        *body,
        columns(128, {0: "8007" + account, 41: closing, 57: "090126"}),
        columns(128, {0: "9", 16: f"{len(body) + 2:06}{out:015}{money_in:015}", 127: "2"}),
    ]
    return "\n".join(records) + "\n"


def coda_movement(
    number: int, mark: str, amount: int, *, part: int = 0, kind: str = "00150000", text: str = ""
) -> str:
    """A record 21."""
    return columns(
        128,
        {0: f"21{number:04}{part:04}", 10: f"BANK{number}", 31: f"{mark}{amount:015}060126{kind}0"}
        | {62: text, 115: "060126007", 124: "00 0"},
    )


CODA = coda(
    [
        coda_movement(1, "0", 250500, text="FACTUUR 1001"),
        columns(128, {0: "2200010000", 10: " VAN JANUARI", 63: "E2E-1", 125: "1 0"}),
        columns(128, {0: "2300010000", 10: "BE71096123456769", 47: "ACME BVBA", 125: "0 0"}),
        coda_movement(2, "1", 40250),
    ],
    closing="0000000000310250",
    out=40250,
    money_in=250500,
)


def cnab240_line(mark: str, cents: int, number: int = 1, *, day: str = "06012026") -> str:
    """A segment E."""
    return columns(
        240,
        {0: f"0010001300{number:03}E", 52: "00123000004567890000", 134: f"07012026{day}"}
        | {150: f"{cents:018}{mark}2130046FATURA 1001", 201: "DOC1"},
    )


def cnab240(lots: Iterable[str]) -> str:
    """A file of the lots given."""
    records = [line for lot in lots for line in lot.splitlines()]
    head = columns(240, {0: "00100000", 72: "ACME LTDA"})
    end = columns(240, {0: "00199999", 17: f"{len(list(_ends(records))):06}{len(records) + 2:06}"})
    return "\n".join([head, *records, end]) + "\n"


def _ends(records: Iterable[str]) -> Iterable[str]:
    return (record for record in records if record[7] == "5")


def cnab240_statement(lines: Iterable[str], *, closing: str, out: int, money_in: int) -> str:
    """A lot of a statement that opens at 100.00 in credit."""
    body = list(lines)
    account = {52: "00123000004567890000"}
    opening = {142: f"05012026{10000:018}CFBRL00007"}
    ending = {142: f"09012026{closing}P{len(body) + 2:06}{out:018}{money_in:018}"}
    return "\n".join(
        [
            columns(240, {0: "00100011E0440032"} | account | opening),
            *body,
            columns(240, {0: "00100015"} | account | ending),
        ]
    )


CNAB240 = cnab240(
    [
        cnab240_statement(
            [cnab240_line("C", 25050, 1), cnab240_line("D", 4025, 2)],
            closing=f"{31025:018}C",
            out=4025,
            money_in=25050,
        )
    ]
)


def cnab240_title(movement: str, face: int, paid: int, number: int = 1) -> str:
    """Segments T and U of one title."""
    place = f"00100013{number * 2 - 1:05}"
    title = {0: f"{place}T", 15: movement, 37: "NOSSO1", 58: "DOC1", 73: f"10012026{face:015}"}
    paid_on = {77: f"{paid:015}{paid:015}", 137: "0601202607012026"}
    return "\n".join(
        [
            columns(
                240,
                title
                | {96: "001012340", 105: "FAT1001", 133: "000012345678000", 148: "CLIENTE LTDA"},
            ),
            columns(240, {0: f"00100013{number * 2:05}U", 15: movement} | paid_on),
        ]
    )


def cnab240_collection(titles: Iterable[str], *, count: int, face: int) -> str:
    """A lot of a collection return; its end counts the titles and adds up what they are over."""
    body = [line for title in titles for line in title.splitlines()]
    return "\n".join(
        [
            columns(240, {0: "00100011T0100040", 53: "00123000004567890", 191: "07012026"}),
            *body,
            columns(240, {0: "00100015", 17: f"{len(body) + 2:06}{count:06}{face:017}"}),
        ]
    )


def cnab400(titles: Iterable[str], *, bank: str = "341", count: int, face: int) -> str:
    """A return; `titles` are records without their number in the file."""
    body = list(titles)
    head = columns(394, {0: "02RETORNO01COBRANCA", 26: "012300456789", 76: bank, 94: "070126"})
    end = columns(394, {0: f"9201{bank}", 212: f"{count:08}{face:014}"})
    return "\n".join(f"{text}{place:06}" for place, text in enumerate([head, *body, end], 1)) + "\n"


def cnab400_title(occurrence: str, face: int, paid: int) -> str:
    """A record 1 without its number in the file."""
    return columns(
        394,
        {0: "1", 37: "FAT1001", 62: "12345678", 108: f"{occurrence}060126", 116: "DOC1"}
        | {146: f"100126{face:013}", 253: f"{paid:013}", 295: "070126"},
    )


CNAB400 = cnab400(
    [cnab400_title("06", 26000, 25050), cnab400_title("02", 5000, 0)], count=2, face=31000
)

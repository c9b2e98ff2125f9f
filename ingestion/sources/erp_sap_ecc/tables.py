"""The document flow of SAP ECC: table VBFA, its columns and types.

The columns are the table's own. Document numbers stay text: `0000019068` is what a user of SAP
sees. No part of the table is unique: the client is not always exported, and two clients number
alike. So a row is known by all that it says, and the same row twice is one.
"""

from __future__ import annotations

from ingestion.tabular.columns import declare_table

TABLE = declare_table(
    "document_flow",
    "VBELV POSNV VBTYP_V VBELN POSNN VBTYP_N ERDAT ERZET RFMNG RFWRT WAERS",
    "MANDT:? VBELV: POSNV:digits VBTYP_V:? VBELN: POSNN:digits VBTYP_N:? RFMNG:quantity? MEINS:? "
    # A currency that is none any more (DEM, PTE) is what an old document says.
    "RFWRT:amount? WAERS:? ERDAT:date? ERZET:? MATNR:? BWART:? AEDAT:? FKTYP:?",
)

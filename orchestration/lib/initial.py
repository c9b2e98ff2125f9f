"""`hilo init`: a commented hilo.toml, and a drop with every file or sheet in its place."""

from __future__ import annotations

from pathlib import Path

from ingestion.folders import FILE_FOLDERS
from ingestion.sources.file_drop.tables import TABLES
from orchestration.lib.blank_workbook import blank_workbook
from orchestration.lib.messages import Messages, WrongUsage
from orchestration.settings import FILE_NAME

DROP = "drop"
WORKBOOK = "drop.xlsx"

# Every setting: the comment above it, and the line as written. A line of a default is commented
# out: what nobody decided is not decided here.
_LINES = (
    ("cli_toml_head", ""),
    ("cli_toml_language", 'language = "{language}"'),
    ("cli_toml_as_of", "# as_of = 2026-06-30"),
    ("cli_toml_reporting_currency", '# reporting_currency = "CLP"'),
    ("cli_toml_grace_days", "# grace_days = 5"),
    ("cli_toml_tolerance", "# tolerance_minor_units = 1"),
    ("cli_toml_horizon", "# horizon_months = 12"),
    ("cli_toml_tax_rounding", '# tax_rounding = "line"'),
    ("cli_toml_aging_limits", "# aging_limits = [30, 60, 90]"),
    ("cli_toml_dunning_days", "# dunning_days = [5, 20, 40]"),
    ("cli_toml_file_drop", '[sources.file_drop]\npath = "{drop}"'),
    ("cli_toml_statements", '# [sources.bank_statements]\n# path = "drop/bank/statements"'),
    ("cli_toml_einvoices", '# [sources.erp_einvoices]\n# path = "drop"'),
    ("cli_toml_rates", '# [sources.rates_files]\n# path = "drop/reference/rates"'),
    (
        "cli_toml_sap",
        '# [sources.erp_sap]\n# path = "sap"\n# [sources.erp_sap_ecc]\n# path = "sap_flow"',
    ),
    (
        "cli_toml_tryton",
        '# [sources.erp_tryton]\n# url = "https://erp.example.com"\n# database = "tryton"\n'
        '# user = "hilo"',
    ),
    (
        "cli_toml_odoo",
        '# [sources.erp_odoo]\n# url = "https://odoo.example.com"\n# database = "company"',
    ),
    (
        "cli_toml_hubspot",
        '# [sources.crm_hubspot]\n# url = "https://api.hubapi.com"\n# currency = "CLP"\n'
        '# deals_are_contracts = true\n# amount = "mrr"\n'
        '# [sources.crm_hubspot.deal_fields]\n# start = "fecha_inicio"\n'
        '# [sources.crm_hubspot.words]\n# UF = "CLF"',
    ),
    (
        "cli_toml_salesforce",
        '# [sources.crm_salesforce]\n# url = "https://company.my.salesforce.com"',
    ),
    (
        "cli_toml_existing",
        '# [sources.crm_hubspot]\n# existing_schema = "warehouse.duckdb"\n# schema = "hubspot"\n'
        '# [sources.crm_salesforce]\n# existing_schema = "warehouse.duckdb"\n'
        '# schema = "salesforce"\n'
        '# [sources.billing_stripe]\n# existing_schema = "warehouse.duckdb"\n# schema = "stripe"\n'
        '# [sources.erp_netsuite]\n# existing_schema = "warehouse.duckdb"\n# schema = "netsuite"',
    ),
    ("cli_toml_invoices_from", "# [invoices_from]\n# CL01 = 2025-01-01"),
    ("cli_toml_bank_from", "# [bank_from]\n# CL01 = 2025-01-01"),
    (
        "cli_toml_materiality",
        "# [materiality.all.CLP]\n# amount = 1000\n# percent = 0.5\n"
        "# [materiality.under_billed.all]\n# percent = 1",
    ),
    (
        "cli_toml_payment_tolerance",
        "# [payment_tolerance.all.USD]\n# amount = 1\n# percent = 0.1\n# fee = 40\n"
        "# [payment_tolerance.CL01.CLP]\n# amount = 0",
    ),
)


def initialise(folder: Path, messages: Messages, *, is_workbook: bool = False) -> Path:
    """Write both below `folder`; WrongUsage, and nothing written, where either is there.

    Returns the drop: a folder, or one workbook with a sheet for each table.
    """
    config, drop = folder / FILE_NAME, folder / (WORKBOOK if is_workbook else DROP)
    for path in (config, drop):
        if path.exists():
            raise WrongUsage("cli_init_exists", path=path)
    try:
        if is_workbook:
            folder.mkdir(parents=True, exist_ok=True)
            drop.write_bytes(blank_workbook(messages))
        else:
            _write_files(drop)
        config.write_text(settings_text(messages, drop.name), encoding="utf-8")
    except OSError as error:
        raise WrongUsage("cli_folder_unwritable", folder=folder, detail=error.strerror) from error
    return drop


def _write_files(drop: Path) -> None:
    """Every table's file with its header, and the folders of files that are no tables."""
    for table in TABLES:
        file = drop / f"{table.path}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        header = ",".join(column.name for column in table.columns)
        file.write_text(f"{header}\n", encoding="utf-8")
    for name in FILE_FOLDERS:
        (drop / name).mkdir(parents=True, exist_ok=True)


def settings_text(messages: Messages, drop: str = DROP) -> str:
    """The commented settings file in the reader's language."""
    blocks = []
    for code, line in _LINES:
        comment = "".join(f"# {text}\n" for text in messages.text(code).splitlines())
        line = line.replace("{language}", messages.language).replace("{drop}", drop)
        blocks.append(comment + line)
    return "\n\n".join(block.rstrip("\n") for block in blocks) + "\n"

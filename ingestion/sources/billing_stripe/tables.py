"""The tables of Stripe that are read, as Fivetran names them; ids stay text.

Amounts are whole numbers of the currency's smallest unit, as Stripe's API writes them: the mapping
turns them into money. Prices may have decimals of that unit.
"""

from __future__ import annotations

from ingestion.existing.system import loaded_table

TABLES = (
    loaded_table(
        "account",
        "id",
        "id: country:? default_currency:currency? company_name:? business_profile_name:?"
        " settings_dashboard_display_name:?",
        is_optional=True,
    ),
    loaded_table(
        "customer",
        "id",
        "id: name:? description:? address_country:? currency:currency? tax_info_tax_id:?",
    ),
    loaded_table(
        "invoice",
        "id",
        "id: number:? customer_id:? status:? currency:currency subtotal:amount? tax:amount?"
        " total:amount created:timestamp? due_date:timestamp? period_end:timestamp"
        " status_transitions_finalized_at:timestamp?",
        references="customer_id=customer.id",
    ),
    loaded_table(
        "invoice_line_item",
        "id invoice_id",
        "id: invoice_id: description:? amount:amount currency:currency? quantity:quantity?"
        " unit_amount_excluding_tax:rate? subscription_item_id:? plan_id:?"
        " period_start:timestamp? period_end:timestamp?",
        is_optional=True,
        references="invoice_id=invoice.id",
    ),
    loaded_table(
        "credit_note",
        "id",
        "id: number:? invoice_id:? refund_id:? status:? currency:currency subtotal:amount?"
        " discount_amount:amount? total:amount created:timestamp",
        is_optional=True,
        references="invoice_id=invoice.id refund_id=refund.id",
    ),
    loaded_table(
        "credit_note_line_item",
        "credit_note_id id",
        "credit_note_id: id: description:? amount:amount discount_amount:amount?",
        is_optional=True,
        references="credit_note_id=credit_note.id",
    ),
    loaded_table(
        "charge",
        "id",
        "id: customer_id:? invoice_id:? balance_transaction_id:? amount:amount currency:currency"
        " created:timestamp captured:boolean? status:? receipt_number:?",
        is_optional=True,
        references="customer_id=customer.id invoice_id=invoice.id"
        " balance_transaction_id=balance_transaction.id",
    ),
    loaded_table(
        "refund",
        "id",
        "id: charge_id:? balance_transaction_id:? amount:amount currency:currency"
        " created:timestamp status:?",
        is_optional=True,
        references="charge_id=charge.id",
    ),
    loaded_table(
        "balance_transaction",
        "id",
        "id: source:? type:? description:? amount:amount fee:amount? net:amount currency:currency"
        " created:timestamp available_on:timestamp?",
        is_optional=True,
    ),
    loaded_table(
        "subscription",
        "id",
        "id: customer_id:? status: tax_percent:percent? days_until_due:integer?"
        " cancel_at_period_end:boolean? created:timestamp? start_date:timestamp"
        " billing_cycle_anchor:timestamp? current_period_end:timestamp? cancel_at:timestamp?"
        " canceled_at:timestamp? ended_at:timestamp? trial_start:timestamp? trial_end:timestamp?",
        is_optional=True,
        # Newer versions of the loader keep the versions of before too.
        other_names="subscription_history",
        references="customer_id=customer.id",
    ),
    loaded_table(
        "subscription_item",
        "id",
        "id: subscription_id: plan_id:? quantity:quantity? created:timestamp?",
        is_optional=True,
        references="subscription_id=subscription.id plan_id=plan.id|price.id",
    ),
    loaded_table(
        "plan",
        "id",
        "id: product_id:? currency:currency amount:rate? interval: interval_count:integer?"
        " billing_scheme:? usage_type:?",
        is_optional=True,
    ),
    loaded_table(
        "price",
        "id",
        "id: product_id:? currency:currency unit_amount:rate? unit_amount_decimal:rate?"
        " recurring_interval:? recurring_interval_count:integer? billing_scheme:?"
        " recurring_usage_type:?",
        is_optional=True,
    ),
    loaded_table("product", "id", "id: name:? description:?", is_optional=True),
)

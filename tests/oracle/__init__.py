"""The oracle: billing computed a second time, in plain Decimal, Fraction and dates.

Written from the canonical model's words and from no SQL, so that where it and the warehouse agree
two independent readings agree. One small module per rule:

    clauses → life → periods → windows, prices → terms → segments (proration) → amounts, usage
    → discounts → minimum → bill date → rates, tax → schedule

`schedule.billing_schedule(book, as_of)` is the way in. Nothing here is fast; everything is exact.
"""

"""A company billed right, and the same company with one fault in each contract.

Every contract is drawn at random and mixes all terms; what is right is the oracle's schedule, and
what a mistake comes to is the oracle's schedule of the terms as the mistake read them. Nothing
here is read from the warehouse's models.

    oracle's book → clerk (documents as they should be) → faults (what one of them became) → drop
"""

"""What this room announces to higher ones, see `kit.changes`."""

ORDER_LINES_CHANGED = "orders.lines"
"""Lines were made, changed or moved to another state. Facts: `establishment`, `lines` (keys), `at`."""

DELIVERY_CANCELLING = "orders.delivery_cancelling"
"""A delivery that was done is about to be cancelled: whoever holds on to it raises a Refusal. Facts: `delivery`, `at`."""

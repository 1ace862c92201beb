"""What this room announces to higher ones, see `kit.changes`."""

ORDER_LINES_CHANGED = "orders.lines"
"""Lines were made, changed or moved to another state. Facts: `establishment`, `lines` (keys), `at`."""

LINE_ALLOTTED = "orders.allotted"
"""Someone was put on a line: who holds it against her raises a Refusal. Facts: `allotment`, `at`."""

DELIVERY_CANCELLING = "orders.delivery_cancelling"
"""A delivery that was done is about to be cancelled: whoever holds on to it raises a Refusal. Facts: `delivery`, `at`."""

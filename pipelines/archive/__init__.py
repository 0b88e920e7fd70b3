"""From a document as received to its archived bytes, receipt and plain text."""

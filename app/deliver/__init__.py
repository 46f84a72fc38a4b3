"""What is told to those who asked: messages to webhooks, read from the ledger."""

"""What every room of the house uses: access, identity in the database, calendar, forms, PDF. No model, no domain."""

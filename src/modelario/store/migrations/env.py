"""Alembic runs this file: the steps go through the connection that the store hands over."""

from alembic import context

from modelario.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
# The caller holds the transaction, so that the schema changes as a whole or not at all.
context.run_migrations()

"""A service's database: unit of work, aggregates, tables, migrations, paging, scope, jobs."""

from services.chassis.persistence.unit_of_work import UnitOfWork

__all__ = ["UnitOfWork"]

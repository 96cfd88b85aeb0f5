"""An operation that creates many models at once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class CreateTogether(Operation):
    """Create models in their final form, with the given operations as the recipe.

    Django renders every related model anew after each step. With some two hundred models that refer to each other, a
    first migration of six hundred steps takes minutes; here the state is rendered once. Fields, indexes and constraints
    that the recipe adds to its own models later are part of their tables from the start.
    """

    reversible = True
    reduces_to_sql = True
    FOLDED: tuple[Any, ...] = (AddField, AddIndex, AddConstraint)

    def __init__(self, operations: Sequence[Any]) -> None:
        self.operations = list(operations)
        self.created = {op.name_lower for op in self.operations if isinstance(op, CreateModel)}
        for op in self.operations:
            if isinstance(op, self.FOLDED) and op.model_name.lower() not in self.created:
                raise ValueError(f"{op.describe()}: the model is not created here, so the step cannot be folded in.")

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        # Without rendered models the steps cost nothing; whoever needs them next renders all of them once.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                model = to_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)
            elif not isinstance(operation, self.FOLDED):
                operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel):
                model = from_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.created)} models together"

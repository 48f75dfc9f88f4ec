"""Copy everything into one file while people work; read such a file back into an empty installation."""

from gandan.backups.actions.reading import check_empty, restore
from gandan.backups.actions.runs import back_up, back_up_when_due

__all__ = ["back_up", "back_up_when_due", "check_empty", "restore"]

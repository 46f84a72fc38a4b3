"""What must hold of the whole record after a commit, or it is not made."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.domain.change import Nature
from app.domain.directory import Directory
from app.domain.things import Thing
from app.store.circles import refuse_circles
from app.store.integrity import called, refuse_dangling, refuse_shared, refuse_taken
from app.store.inuse import refuse_in_use
from app.store.steps import Step


def refuse_unsound(
    connection: Connection,
    before: Directory,
    after: Directory,
    made: Sequence[Step],
    nature: Nature,
) -> None:
    """InvalidDocument or Conflict where the steps leave the record unsound.

    The directory is given as it was, and as the steps leave it.
    """
    documents = [(step.thing, step.after) for step in made if step.after is not None]
    models = [document for _, document in documents]
    gone = {(step.thing, step.id) for step in made if step.after is None}
    refuse_dangling(connection, after, documents, gone)
    # No way round is closed but by a step upward that is new.
    refuse_circles(connection, after, [s.after for s in made if s.after and _climbs(s)])
    if nature is not Nature.IMPORT:
        # A later gazetteer is loaded as a whole; an editor then says whose the code is.
        refuse_shared(before, after, models)
    known = called(s.was for s in made if s.was and s.thing is Thing.EVENT)
    refuse_taken(connection, models, {id_ for _, id_ in gone}, known)
    # Events may go all the same: what was said of one that never should have been was said.
    wanted = [(step.thing, step.id) for step in made if step.unused]
    refuse_in_use(connection, after, wanted, gone, documents)


def _climbs(step: Step) -> bool:
    """Whether it is put below something that it was not below before."""
    above = _ABOVE.get(step.thing)
    return above is not None and (step.was is None or step.was.get(above) != step.stored[above])


# Where a thing says what it is directly a part of.
_ABOVE = {Thing.EVENT: "part_of", Thing.FORUM: "parent"}

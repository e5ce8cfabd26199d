"""Brings nbgrader's gradebook up to date: gradebook.py GRADEBOOK UPDATE.

Prints, as its last line, what persons have given.
"""

import json
import os
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeAlias

from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

# Seconds of loading that the gradebook does not need: the grammars with which
# jsonschema knows addresses, where it has them, and nbgrader's own server.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
package, found = ModuleType("nbgrader"), find_spec("nbgrader")
assert found is not None
assert found.submodule_search_locations is not None
package.__path__ = found.submodule_search_locations
sys.modules["nbgrader"] = package

from nbgrader import api  # noqa: E402
from nbgrader.api import Comment, Grade, Gradebook, SubmittedNotebook  # noqa: E402


def newest_schema() -> str:
    """What nbgrader asks another process for, which loads all of it again."""
    from alembic.script import ScriptDirectory

    folder = os.path.join(next(iter(package.__path__)), "alembic")
    return ScriptDirectory(folder).get_current_head() or ""


api.get_alembic_version = newest_schema

GRADEBOOK, UPDATE = sys.argv[1:]

Json: TypeAlias = dict[str, Any]


def set_course(gradebook: Gradebook, update: Json) -> None:
    """Writes the assignment's cells; takes out those that are no more."""
    assignment = update["assignment"]
    gradebook.update_or_create_assignment(assignment)
    for notebook in update["notebooks"]:
        name = notebook["name"]
        gradebook.update_or_create_notebook(name, assignment)
        remove_former_cells(gradebook, notebook, assignment)
        for cell in notebook["cells"]:
            where = (cell["name"], name, assignment)
            kind = {"cell_type": cell["cell_type"]}
            gradebook.update_or_create_source_cell(
                *where, **kind, source=cell["source"], locked=not cell["solution"]
            )
            if cell["points"] is not None:
                gradebook.update_or_create_grade_cell(
                    *where, **kind, max_score=cell["points"]
                )
            if cell["solution"]:
                gradebook.update_or_create_solution_cell(*where)


def remove_former_cells(gradebook: Gradebook, notebook: Json, assignment: str) -> None:
    found = gradebook.find_notebook(notebook["name"], assignment)
    graded = {c["name"] for c in notebook["cells"] if c["points"] is not None}
    answers = {c["name"] for c in notebook["cells"] if c["solution"]}
    former = [c for c in found.grade_cells if c.name not in graded]
    former += [c for c in found.solution_cells if c.name not in answers]
    for cell in former:
        gradebook.db.delete(cell)
    gradebook.db.flush()


def set_student(gradebook: Gradebook, assignment: str, student: Json) -> Json:
    """Writes a student's marks; returns what persons have given, by notebook."""
    gradebook.update_or_create_student(student["student"], **student["name"])
    submitted = gradebook.update_or_create_submission(assignment, student["student"])
    add_new_cells(gradebook, submitted)
    notebooks = {notebook.name: notebook for notebook in submitted.notebooks}
    return {
        given["exercise"]: set_notebook(notebooks[given["exercise"]], given)
        for given in student["notebooks"]
    }


def set_notebook(ours: SubmittedNotebook, given: Json) -> Json:
    grades = {grade.name: grade for grade in ours.grades}
    for mark in given["grades"]:
        grade = grades[mark["name"]]
        grade.auto_score = mark["auto_score"]
        if grade.manual_score is None:
            grade.needs_manual_grade = mark["auto_score"] is None
        elif mark["changed"]:  # the person has marked another text
            grade.needs_manual_grade = True
    stale = {
        name
        for name, grade in grades.items()
        if grade.manual_score is not None and grade.needs_manual_grade
    }
    comments = {c["name"]: c["text"] for c in given["comments"]}
    for comment in ours.comments:
        comment.auto_comment = comments.get(comment.name)
    return {
        "scores": {
            name: grade.score
            for name, grade in grades.items()
            if (grade.manual_score is not None or grade.extra_credit)
            and name not in stale
        },
        "comments": {
            comment.name: comment.manual_comment
            for comment in ours.comments
            if comment.manual_comment and comment.name not in stale
        },
        "waiting": sum(grade.needs_manual_grade for grade in grades.values()),
    }


def add_new_cells(gradebook: Gradebook, submitted: Any) -> None:
    """Gives a submission of an earlier run the cells that have come since."""
    by_notebook = {n.notebook_id: n for n in submitted.notebooks}
    for notebook in submitted.assignment.notebooks:
        ours = by_notebook.get(notebook.id)
        if ours is None:
            ours = SubmittedNotebook(notebook=notebook, assignment=submitted)
        graded = {grade.cell_id for grade in ours.grades}
        commented = {comment.cell_id for comment in ours.comments}
        for cell in notebook.grade_cells:
            if cell.id not in graded:
                Grade(cell_id=cell.id, notebook=ours)
        for cell in notebook.solution_cells:
            if cell.id not in commented:
                Comment(cell_id=cell.id, notebook=ours)
    gradebook.db.flush()


def forget(gradebook: Gradebook, student: str) -> None:
    """Takes a student out, from the file's free pages, too."""
    gradebook.db.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    if any(known.id == student for known in gradebook.students):
        gradebook.remove_student(student)


def main() -> None:
    with open(UPDATE, encoding="utf-8") as file:
        update = json.load(file)
    url = URL.create("sqlite", database=GRADEBOOK)
    with Gradebook(url) as gradebook:
        # All or nothing: what nbgrader would write piece by piece is one
        # transaction, and formgrader never sees half of the marks.
        commit = gradebook.db.commit
        gradebook.db.commit = gradebook.db.flush
        for student in update["forget"]:
            forget(gradebook, student)
        set_course(gradebook, update)
        by_hand = {
            student["student"]: set_student(gradebook, update["assignment"], student)
            for student in update["students"]
        }
        commit()
        print(json.dumps(by_hand))


try:
    main()
except OperationalError as error:  # a full disk; another program that writes
    sys.exit(f"Cannot write {GRADEBOOK}: {error.orig}")

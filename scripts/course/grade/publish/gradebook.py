"""Brings nbgrader's gradebook up to date: gradebook.py GRADEBOOK UPDATE.

Prints, as its last line, what persons have given.
"""

import json
import sys
from typing import Any, TypeAlias

from nbgrader.api import Comment, Grade, Gradebook, SubmittedNotebook
from sqlalchemy import URL

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


def set_submission(gradebook: Gradebook, assignment: str, submission: Json) -> None:
    student, notebook = submission["student"], submission["exercise"]
    gradebook.update_or_create_student(student, **submission["name"])
    submitted = gradebook.update_or_create_submission(assignment, student)
    add_new_cells(gradebook, submitted)
    for given in submission["grades"]:
        grade = gradebook.find_grade(given["name"], notebook, assignment, student)
        grade.auto_score = given["auto_score"]
        if grade.manual_score is None:
            grade.needs_manual_grade = given["auto_score"] is None
        elif submission["changed"]:  # the person has marked another text
            grade.needs_manual_grade = True
    comments = {c["name"]: c["text"] for c in submission["comments"]}
    found = gradebook.find_submission_notebook(notebook, assignment, student)
    for comment in found.comments:
        comment.auto_comment = comments.get(comment.name)


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


def by_hand(gradebook: Gradebook, update: Json) -> Json:
    """What persons have given, and how many cells wait for one."""
    scores: dict[str, dict[str, dict[str, float]]] = {}
    comments: dict[str, dict[str, dict[str, str]]] = {}
    waiting = 0
    for submission in update["submissions"]:
        student, notebook = submission["student"], submission["exercise"]
        found = gradebook.find_submission_notebook(
            notebook, update["assignment"], student
        )
        scores.setdefault(student, {})[notebook] = {
            grade.name: grade.score
            for grade in found.grades
            if grade.manual_score is not None or grade.extra_credit
        }
        comments.setdefault(student, {})[notebook] = {
            comment.name: comment.manual_comment
            for comment in found.comments
            if comment.manual_comment
        }
        waiting += sum(grade.needs_manual_grade for grade in found.grades)
    return {"scores": scores, "comments": comments, "waiting": waiting}


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
        for submission in update["submissions"]:
            set_submission(gradebook, update["assignment"], submission)
        commit()
        print(json.dumps(by_hand(gradebook, update)))


main()

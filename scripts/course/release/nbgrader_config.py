"""nbgrader's configuration for making the students' notebooks."""

c = get_config()  # noqa: F821 (given by traitlets)

c.ClearSolutions.code_stub = {"typescript": "// YOUR CODE HERE"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

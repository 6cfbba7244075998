"""Problems of what an app says of its accessibility: a public one owes everyone a statement."""

from stuga.models.definition.checks.problem import Problems, warning
from stuga.models.definition.document import App
from stuga.models.definition.reading import object_at, text_at
from stuga.models.definition.saying import said


def accessibility_problems(app: App) -> Problems:
    if not any(screen.public for screen in app.screens.values()):
        return
    stated = object_at(app.document, "accessibility")
    if not text_at(stated, "conformance"):
        yield warning(
            "/accessibility",
            "accessibility-unsaid",
            said("Anyone can use the app, and it does not say how accessible it is."),
        )
    elif not text_at(stated, "contact"):
        yield warning(
            "/accessibility",
            "accessibility-no-contact",
            said("The statement on accessibility names nobody to turn to."),
        )

"""What the keys do: Enter runs a statement that is complete and else begins a line."""

from __future__ import annotations

from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import CompletionState
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition, has_focus, is_searching
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_processor import KeyPressEvent

from ledgershell.commands.variables import Variables
from ledgershell.shell.completeness import is_complete


class EditorWanted(Exception):
    """The text at the prompt is to be edited elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def key_bindings(variables: Variables) -> KeyBindings:
    """``SINGLELINE`` among the variables: Enter runs a statement without ``;``, as in Amazon QLDB's shell."""
    bindings = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER) & ~is_searching
    choosing = Condition(lambda: _chosen_completion() is not None)

    @bindings.add("enter", filter=typing & choosing)
    def _take_completion(event: KeyPressEvent) -> None:
        """Enter takes the completion that is marked in the menu."""
        event.current_buffer.complete_state = None

    @bindings.add("enter", filter=typing & ~choosing)
    def _enter(event: KeyPressEvent) -> None:
        """Enter runs what is complete."""
        buffer = event.current_buffer
        single_line = variables.on("SINGLELINE")
        if is_complete(buffer.text, cursor=buffer.cursor_position, single_line=single_line, lookup=variables.get):
            text = buffer.text.rstrip()  # the empty line is no part of what history keeps
            buffer.document = Document(text, min(buffer.cursor_position, len(text)))
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    @bindings.add("escape", "enter", filter=typing)
    def _always_newline(event: KeyPressEvent) -> None:
        """Alt-Enter always begins a line."""
        event.current_buffer.insert_text("\n")

    @bindings.add("f5", filter=typing)
    def _run_anyway(event: KeyPressEvent) -> None:
        """F5 runs what is there, complete or not."""
        event.current_buffer.validate_and_handle()

    @bindings.add("tab", filter=typing)
    def _complete(event: KeyPressEvent) -> None:
        """Tab takes the best completion, and then the next one.

        At once, and not when the menu that opens while typing has got so far: whoever types fast would outrun it.
        """
        buffer = event.current_buffer
        state = buffer.complete_state
        if state is not None and state.complete_index is not None:
            buffer.complete_next()
            return
        asked = CompleteEvent(completion_requested=True)
        if found := list(buffer.completer.get_completions(buffer.document, asked)):
            buffer.complete_state = CompletionState(buffer.document, found)
            buffer.go_to_completion(0)

    @bindings.add("c-x", "c-e", filter=typing)
    def _edit(event: KeyPressEvent) -> None:
        """Ctrl-X Ctrl-E puts the text into an editor, as in other shells."""
        event.app.exit(exception=EditorWanted(event.current_buffer.text))

    @bindings.add("f4")
    def _other_mode(event: KeyPressEvent) -> None:
        """F4 changes between emacs' keys and vi's, as in pgcli."""
        vi = event.app.editing_mode is EditingMode.VI
        variables.set("EDIT_MODE", "emacs" if vi else "vi")
        event.app.editing_mode = EditingMode.EMACS if vi else EditingMode.VI

    return bindings


def _chosen_completion() -> object | None:
    state = get_app().current_buffer.complete_state
    return state.current_completion if state is not None else None

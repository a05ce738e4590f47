"""What the cockpit says about an action that was carried out."""

from __future__ import annotations

from virtu_desktop.domain.plan import Plan
from virtu_desktop.engine.session import Action, ActionKind
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title, minutes_text


def action_words(tr: Translator, plan: Plan, action: Action) -> str:
    """Return one line that says what was done."""
    title = "" if action.block is None else block_title(tr, plan, action.block)
    span = minutes_text(tr, action.by)
    match action.kind:
        case ActionKind.STARTED if action.by:
            return tr("Started {title}, {span} ago.", title=title, span=span)
        case ActionKind.STARTED:
            return tr("Started {title}.", title=title)
        case ActionKind.PAUSED:
            return tr("Paused.")
        case ActionKind.RESUMED:
            return tr("Going on.")
        case ActionKind.ADJUSTED if action.by > 0:
            return tr("{title} got {span} more.", title=title, span=span)
        case ActionKind.ADJUSTED:
            return tr("{title} got {span} less.", title=title, span=span)
        case ActionKind.SKIPPED:
            return tr("Skipped {title}.", title=title)
        case ActionKind.RESTORED:
            return tr("{title} is back in the plan.", title=title)
        case ActionKind.BACKDATED:
            return tr("{title} really started {span} ago.", title=title, span=span)
        case ActionKind.CAUGHT_UP:
            return tr("Took {span} from what is still to come.", span=span)
        case ActionKind.AGREED_END:
            return tr("The later end is agreed.")
        case ActionKind.ENDED:
            return tr("The session has ended.")
        case ActionKind.GAP_COUNTED:
            return tr("{span} counted as session time.", span=span)
        case ActionKind.GAP_PAUSED:
            return tr("{span} counted as a pause.", span=span)

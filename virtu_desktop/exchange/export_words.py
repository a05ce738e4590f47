"""What an export says of itself in words: what has changed since the last one (R4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from virtu_desktop.exchange.export import Exported
from virtu_desktop.exchange.manifest import Fate, SessionChange, TableChange
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import listed

_NAMED_AT_MOST = 12


def change_lines(tr: Translator, exported: Exported, *, is_long: bool) -> Iterator[str]:
    """Yield what has changed since the last export to the folder; nothing for the first one.

    is_long: name the sessions, of which there are several.
    """
    if exported.is_first:
        return
    fates = Counter(change.fate for change in exported.file_changes)
    changed = fates[Fate.CHANGED] + fates[Fate.NEW]
    if not changed and not fates[Fate.GONE]:
        yield tr("Nothing has changed since the last export.")
        return
    yield tr(
        "Since the last export: {changed} changed, {new} new, {same} unchanged files.",
        changed=fates[Fate.CHANGED],
        new=fates[Fate.NEW],
        same=fates[Fate.UNCHANGED],
    )
    if fates[Fate.GONE]:
        yield tr.plural(
            "{count} file of the last export is not part of this one.",
            "{count} files of the last export are not part of this one.",
            fates[Fate.GONE],
        )
    touched = [one for one in exported.session_changes if one.fate is not Fate.UNCHANGED]
    for one in touched[:_NAMED_AT_MOST]:
        yield _session_line(tr, one, is_long=is_long)
    if len(touched) > _NAMED_AT_MOST:
        rest = len(touched) - _NAMED_AT_MOST
        yield tr.plural("{count} more session.", "{count} more sessions.", rest)


def _session_line(tr: Translator, change: SessionChange, *, is_long: bool) -> str:
    words = tr(_FATES[change.fate])
    if change.tables:
        words = listed(tr, [_table_words(tr, table) for table in change.tables])
    return f"{change.title}: {words}" if is_long or change.fate is not Fate.CHANGED else words


def _table_words(tr: Translator, change: TableChange) -> str:
    if change.rows_before == change.rows_now:
        return tr("{table} changed", table=change.title)
    return tr(
        "{table} {before} → {now}",
        table=change.title,
        before=change.rows_before,
        now=change.rows_now,
    )


_FATES = {
    Fate.NEW: N_("new"),
    Fate.CHANGED: N_("changed"),
    Fate.UNCHANGED: N_("unchanged"),
    Fate.GONE: N_("not part of this export"),
}

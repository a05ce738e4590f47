"""The one style sheet, for standard widgets that a palette alone does not bring into line."""

from __future__ import annotations

from ui.theme.theme import Theme
from virtu_desktop.assets import resource


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a theme."""
    tokens = theme.tokens
    px = theme.px
    line = f"{max(1, px(tokens.border_width))}px solid {tokens.line}"
    focus = f"2px solid {tokens.focus}"
    down = resource("icons", "chevron-down.svg").as_posix()
    return f"""
QToolTip {{
    color: {tokens.paper}; background: {tokens.ink}; border: 0;
    padding: {px(5)}px {px(8)}px; font-size: {px(12)}px;
}}
QLineEdit, QPlainTextEdit, QComboBox {{
    color: {tokens.ink}; background: {tokens.paper}; border: {line};
    border-radius: {px(8)}px; padding: {px(6)}px {px(10)}px;
    selection-background-color: {tokens.focus}; selection-color: {tokens.paper};
}}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {tokens.quiet}; }}
QLineEdit, QComboBox {{ min-height: {px(22)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
    border: {focus}; padding: {px(5)}px {px(9)}px;
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{
    color: {tokens.quiet}; background: {tokens.field};
}}
NoteLine {{ background: {tokens.field}; border-radius: {px(10)}px; min-height: 0; }}
QComboBox::drop-down {{ border: 0; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: {px(12)}px; height: {px(12)}px; }}
QComboBox QAbstractItemView, QMenu {{
    color: {tokens.ink}; background: {tokens.paper}; border: {line};
    selection-background-color: {tokens.selected}; selection-color: {tokens.ink};
}}
QMenu {{ padding: {px(5)}px; }}
QMenu::item {{ padding: {px(7)}px {px(18)}px {px(7)}px {px(12)}px; border-radius: {px(6)}px; }}
QMenu::item:selected {{ background: {tokens.selected}; }}
QMenu::item:disabled {{ color: {tokens.quiet}; }}
QMenu::separator {{ height: 1px; background: {tokens.line}; margin: {px(5)}px {px(8)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
QScrollBar::handle {{ background: {tokens.quiet}; border-radius: {px(3)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QAbstractItemView {{ background: transparent; border: 0; outline: 0; }}
QListWidget {{ background: {tokens.paper}; border: {line}; border-radius: {px(8)}px; }}
QListWidget:focus {{ border: {focus}; }}
QListWidget::item {{ color: {tokens.ink}; padding: {px(5)}px {px(6)}px; }}
QListWidget::item:selected {{ background: {tokens.selected}; color: {tokens.ink}; }}
QHeaderView::section {{
    color: {tokens.muted}; background: transparent; border: 0; border-bottom: {line};
    padding: {px(6)}px {px(8)}px; font-size: {px(11)}px; font-weight: 600;
}}
QSplitter::handle {{ background: transparent; }}
"""

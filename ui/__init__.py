"""The windows of Virtu Desktop, in Qt Widgets; knows ``virtu_desktop``, never the reverse."""

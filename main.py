"""Start the program from a checkout: the same as the ``virtu`` command."""

from ui.launch import main

main()

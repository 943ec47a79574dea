"""The window around the pages: menus, navigation, header, action bar, banner, status bar."""

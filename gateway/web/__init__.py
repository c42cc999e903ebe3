"""The built web app, where the gateway serves it itself: WEB_ROOT."""

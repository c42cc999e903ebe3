// Runs before the first paint, so that a chosen theme never flashes the other one. Apart from the bundle for that reason.
(() => {
  try {
    const kept = JSON.parse(localStorage.getItem("semblance.preferences") ?? "{}");
    const theme = kept.state?.theme;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked or holds something else: the system's theme it is.
  }
})();

// Runs before the first paint, so that a chosen theme never flashes the other one. External: the page allows no inline script.
try {
  const theme = localStorage.getItem("punctual.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme then stands.
}

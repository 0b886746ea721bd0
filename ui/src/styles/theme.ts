/** The colours in use: set by hand, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'theme';
const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

function show(theme: Theme): void {
  const seen = theme === 'system' ? (dark().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = seen;
}

/** Shows a theme and remembers it, so that the next start is not first in the wrong one. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  show(theme);
}

/** The theme of the last time. */
export function rememberedTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows the remembered theme and follows the system for as long as the theme says so. */
export function startTheme(): void {
  show(rememberedTheme());
  dark().addEventListener('change', () => show(rememberedTheme()));
}

import { keepLook, lastLook } from '../ipc/look.ts';

/** The colours in use: set by hand, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');

function show(theme: Theme): void {
  const seen = theme === 'system' ? (dark().matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = seen;
}

/** Shows a theme and remembers it, so that the next start is not first in the wrong one. */
export function setTheme(theme: Theme): void {
  keepLook({ theme });
  show(theme);
}

/** The theme of the last time. */
export function rememberedTheme(): Theme {
  return lastLook().theme ?? 'system';
}

/** Shows the remembered theme and follows the system for as long as the theme says so. */
export function startTheme(): void {
  show(rememberedTheme());
  dark().addEventListener('change', () => show(rememberedTheme()));
}

/** What the whole window does on a key, wherever the focus is. */
export interface Shortcuts {
  newEsim: () => void;
  palette: () => void;
  search: () => void;
}

/** The letter of a key where the layout has no Latin letters. */
function letter(event: KeyboardEvent): string {
  const typed = event.key.toLowerCase();
  if (/^[a-z]$/.test(typed)) return typed;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : typed;
}

/** Handles one key. Reloading keys are swallowed: the window has nothing to reload. */
export function onKey(event: KeyboardEvent, shortcuts: Shortcuts): void {
  if (event.key === 'F5') return event.preventDefault();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const pressed = letter(event);
  if (pressed === 'r') return event.preventDefault();
  const act = { n: shortcuts.newEsim, k: shortcuts.palette, f: shortcuts.search }[pressed];
  if (!act || event.shiftKey) return;
  event.preventDefault();
  act();
}

/** Puts the cursor into the search of the screen, if it has one. */
export function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>('main [data-search]');
  search?.focus();
  search?.select();
}

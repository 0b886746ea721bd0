// Finds what a person would call by these words: an exact name first, then one that begins with them, then one
// that holds them. Only what can be seen counts, and only the dialog in front while one is open.
const [kinds, words] = arguments;
const flat = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const byId = (ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent).join(' ');
const name = (element) =>
  flat(
    element.getAttribute('aria-label') ||
      (element.hasAttribute('aria-labelledby') && byId(element.getAttribute('aria-labelledby'))) ||
      [...(element.labels ?? [])].map((label) => label.textContent).join(' ') ||
      element.textContent,
  );
const seen = (element) =>
  element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
const front = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
const usable = [...front.querySelectorAll(kinds)].filter(
  (element) => seen(element) && element.getAttribute('aria-disabled') !== 'true',
);
const matches = [(n) => n === words, (n) => n.startsWith(words), (n) => n.includes(words)];
for (const match of matches) {
  const found = usable.find((element) => match(name(element)));
  if (found) return found;
}
return null;

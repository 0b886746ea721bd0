/**
 * The last picture: the list as it last stood on the screen, shown from the first frame of a start until the list
 * itself is drawn. It takes no click, says no age, and nothing is ever read from it.
 */
import { keepLook, lastLook, type Picture } from './look.ts';

/** A list that is being read changes many times; its picture is kept once it is at rest. */
const AT_REST_MS = 500;

const frames = (left: number, then: () => void): void => {
  requestAnimationFrame(() => (left > 1 ? frames(left - 1, then) : then()));
};

/** Shows the last picture, if there is one; resolves once it is painted. */
export async function showPicture(): Promise<void> {
  const { picture } = lastLook();
  if (!picture) return;
  const sheet = document.createElement('div');
  sheet.className = 'last-picture';
  sheet.inert = true;
  sheet.innerHTML = picture.markup;
  document.body.append(sheet);
  await new Promise<void>((painted) => frames(2, painted));
  document.title = picture.title;
}

/** Takes the picture away: what it stood for is drawn, or something else is. */
export function leavePicture(): void {
  document.querySelector('.last-picture')?.remove();
}

/** Nothing of what was on the screen is kept: there is no list any more. */
export function forgetPicture(): void {
  keepLook({ picture: undefined });
}

/** Keeps the picture of what the page shows, once it is at rest; returns how not to. */
export function keepPicture(): () => void {
  const timer = setTimeout(() => {
    const page = document.querySelector('main')?.parentElement;
    if (page) keepLook({ picture: pictureOf(page) });
  }, AT_REST_MS);
  return () => clearTimeout(timer);
}

function pictureOf(page: Element): Picture {
  const copy = page.cloneNode(true) as Element;
  for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id');
  return { title: document.title, markup: copy.outerHTML };
}

import { mount } from 'svelte';
import App from './App.svelte';

/** Draws the program into the page. */
export function start(): void {
  mount(App, { target: document.body });
}

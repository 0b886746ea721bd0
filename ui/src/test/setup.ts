import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';
import { forgetEvents } from '../ipc/events.ts';

afterEach(() => {
  cleanup();
  forgetEvents();
});

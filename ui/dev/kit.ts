/** The kit on one page, to look at: `/dev/kit.html?theme=dark`. Not part of the build. */
import { mount } from 'svelte';
import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { setTheme } from '../src/app/theme.ts';
import Gallery from './Gallery.svelte';

setTheme(new URLSearchParams(location.search).get('theme') === 'dark' ? 'dark' : 'light');
mount(Gallery, { target: document.body });

import { mount } from 'svelte';
import App from './app/App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import { startTheme } from './styles/theme.ts';

startTheme();
mount(App, { target: document.body });

// Says that the page was painted the same way eSIM Desk does: by the title, two frames later.
requestAnimationFrame(() => requestAnimationFrame(() => { document.title = 'painted'; }));

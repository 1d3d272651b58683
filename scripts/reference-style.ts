/** The reference page's look: the reader's own fonts and colours, light or dark. */
export const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #0b6e4f; --width: 18rem; }
@media (prefers-color-scheme: dark) { :root { --accent: #5fd1a8; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { background: Canvas; color: CanvasText; margin: 0 auto; max-width: 80rem; padding: 0 1rem 4rem; font: 1rem/1.55 system-ui, sans-serif; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: var(--width) minmax(0, 1fr); column-gap: 3rem; }
  header, .skip { grid-column: 1 / -1; }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding-bottom: 2rem; }
}
h1 { margin: 1.5rem 0 0; } h1 small { font-weight: normal; opacity: .7; }
h2 { margin: 2.5rem 0 .5rem; } h3 { margin: 0 0 .5rem; font-size: 1.05rem; }
h3 a { color: inherit; text-decoration: none; margin-right: .75rem; } h3 a:hover { text-decoration: underline; }
a { color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav { font-size: .875rem; } nav h2 { margin: 1rem 0 .25rem; font-size: .95rem; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li a { color: inherit; text-decoration: none; overflow-wrap: anywhere; }
nav li a:hover { text-decoration: underline; }
b { font: 600 .75em ui-monospace, monospace; letter-spacing: .03em; color: var(--accent); }
b.DELETE { color: #b3261e; } @media (prefers-color-scheme: dark) { b.DELETE { color: #ff8a80; } }
.route { border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem; margin: 1rem 0; }
.route:has(:target) { border-color: var(--accent); }
table { width: 100%; border-collapse: collapse; margin: .75rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem .35rem 0; border-top: 1px solid var(--line); font-weight: normal; overflow-wrap: anywhere; }
td:not(:last-child) { overflow-wrap: break-word; }
@media (max-width: 40rem) {
  body { padding: 0 .75rem 3rem; } .route { padding: .75rem; } #menu { max-height: 45vh; overflow: auto; }
  table, tbody, tr, th, td { display: block; } th, td { border: 0; padding: 0; } tr { border-top: 1px solid var(--line); padding: .35rem 0; }
  thead { display: none; }
}
h4 { margin: 1.25rem 0 .25rem; } h3, h4, p, li { overflow-wrap: anywhere; } h4 a { color: inherit; text-decoration: none; }
#search { position: sticky; top: 0; padding: .75rem 0 .25rem; background: Canvas; }
#search label { display: block; font-weight: 600; } #search input { width: 100%; font: inherit; padding: .4rem .5rem; }
#found { margin: .25rem 0; } #results { list-style: none; margin: 0; padding: 0; }
#results a { display: block; padding: .35rem 0; color: inherit; text-decoration: none; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
#results span { display: block; max-height: 3.1em; overflow: hidden; }
button { float: right; margin: .35rem; font: inherit; font-size: .8rem; } details { margin: .25rem 0; } summary { cursor: pointer; font-size: .9rem; }
.found { outline: 2px solid var(--accent); outline-offset: 2px; }
td p { margin: 0; } .label { margin: .75rem 0 .25rem; font-weight: 600; font-size: .9rem; }
code, pre { font: .875em ui-monospace, monospace; }
pre { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
tr:target { background: var(--soft); }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; background: Canvas; padding: .5rem; }
@media print { nav, .skip { display: none; } .route { break-inside: avoid; } }
`;
